import { setImmediate as nextTick } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import { type JobId, RunId } from '../../../shared/domain/ids.ts'
import type { RunSpec } from '../../../shared/domain/run.ts'
import type { CoreContext } from '../core-context.ts'
import { caseProblems } from './forecast/case-problems.ts'
import { readCases } from './read-cases.ts'
import { type ResolvedSpec, resolveSpec, specProblems } from './resolve-spec.ts'
import { startRunJob } from './run-job.ts'

const MAX_NAMED_PROBLEMS = 10

/**
 * Starts a run: checks that it can work, freezes what it runs on (variants, cases, assertions, prices), and sends the
 * cells in a job.
 *
 * @throws AppError `bad-input` naming what must be mended; nothing was sent then
 */
export async function startRun(
  core: CoreContext,
  spec: RunSpec,
  signal: AbortSignal,
): Promise<{ runId: RunId; jobId: JobId }> {
  const resolved = await resolveSpec(core, spec)
  refuse(specProblems(resolved))
  refuse(await caseProblems(core, resolved, signal))
  const { store, ports } = core
  const snapshotNo = await takeSnapshot(core, resolved)
  const at = ports.now()
  store.variants.freeze(resolved.variants.map(({ id }) => id))
  const stored = store.runs.create({
    id: RunId.parse(ports.newId()),
    name: spec.name.trim() === '' ? defaultName(resolved) : spec.name.trim(),
    spec: resolved.spec,
    columns: resolved.columns,
    assertions: resolved.evalSet.assertions,
    models: resolved.models,
    judges: resolved.judges,
    snapshotNo,
    evalSetName: resolved.evalSet.name,
    evalSetHash: resolved.evalSet.contentHash,
    caseCount: resolved.caseCount,
    createdAt: new Date(at).toISOString(),
  })
  core.changed('variants')
  const jobId = await startRunJob(core, stored, { isSkipped: () => false, total: stored.run.cellCount })
  return { runId: stored.run.id, jobId }
}

/** The whole eval set as it is now, for this run and all later ones on the same content. */
export async function takeSnapshot(
  { store }: Pick<CoreContext, 'store'>,
  { evalSet }: Pick<ResolvedSpec, 'evalSet'>,
): Promise<number> {
  const { snapshots, evalSets } = store
  for (;;) {
    const { contentHash, caseCount, id } = evalSets.get(evalSet.id)
    if (contentHash !== evalSet.contentHash)
      throw new AppError('conflict', `The eval set "${evalSet.name}" changed meanwhile. Start the run again.`)
    const known = snapshots.find(id, contentHash)
    if (known !== null) return known
    const snapshotNo = snapshots.begin(id, contentHash)
    let rowNo = 0
    for await (const page of readCases(evalSets, id, caseCount)) {
      snapshots.add(snapshotNo, rowNo, page)
      rowNo += page.length
      await nextTick()
    }
    if (evalSets.get(id).contentHash === contentHash) {
      snapshots.finish(snapshotNo)
      return snapshotNo
    }
  }
}

function defaultName({ evalSet, columns, models }: ResolvedSpec): string {
  const labels = [...new Set(columns.map(({ variantLabel }) => variantLabel))].join(', ')
  const [first] = models
  const on = models.length === 1 && first ? first.label : `${models.length} models`
  return `${evalSet.name}: ${labels} on ${on}`
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return
  const more = problems.length - MAX_NAMED_PROBLEMS
  const rest = more > 0 ? [`And ${more} more.`] : []
  throw new AppError('bad-input', [...problems.slice(0, MAX_NAMED_PROBLEMS), ...rest].join('\n'))
}
