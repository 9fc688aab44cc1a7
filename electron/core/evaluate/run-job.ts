import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { JobId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { parseMessages } from '../../../shared/template/render-messages.ts'
import type { CoreContext } from '../core-context.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import type { CellRef } from '../store/ledger-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { collectRun } from './batch/collect-run.ts'
import { dropPreparing } from './batch/release-batch.ts'
import { submitRun } from './batch/submit-run.ts'
import type { CallTarget } from './calls/call-model.ts'
import { callTarget } from './calls/call-target.ts'
import { wantsLogProbabilitiesOf } from './calls/log-probability-wish.ts'
import { overBudgetError } from './calls/over-budget-error.ts'
import { holdOpenAttempts } from './cells/hold-open-attempts.ts'
import { type ParsedPrompt, type RunEnd, type RunWork, runCells } from './cells/run-cells.ts'
import { RunTally } from './cells/run-tally.ts'
import { judgeCells } from './judge/judge-cells.ts'
import { judgeModels, judgeTargets } from './judge/judge-models.ts'
import { lendScoring } from './judge/lend-scoring.ts'
import { unjudgedCount } from './judge/unjudged-count.ts'
import { summariseInTurns } from './results/summarise-run.ts'
import { comparedRows, warmColumns } from './warm-columns.ts'

/** Up to this size, the rows and totals of a run are worked out in no time when it is opened. */
const LARGE_RUN_CELLS = 20_000

export interface RunJobPlan {
  readonly isSkipped: (ref: CellRef) => boolean
  /** Cells that are not skipped. */
  readonly total: number
  /** collect: only what the run's batches have brought; absent = ask for cells, live or by batch, as the run's mode says. */
  readonly step?: 'collect'
  /** Answered cells whose judges are asked once more; absent = none. */
  readonly unjudged?: number
  /** Cells are asked once more although they are answered: see RunWork. */
  readonly isAgain?: boolean
}

/** Works on a run in a job of its own. @throws AppError `conflict` when another job has the run */
export async function startRunJob(core: CoreContext, stored: StoredRun, plan: RunJobPlan): Promise<JobId> {
  const { store, jobs } = core
  const { run } = stored
  const scope = `run:${run.id}`
  const targets = await targetsOf(core, stored)
  const judges = await judgesOf(core, stored)
  const prompts = promptsOf(core, stored)
  store.ledger.openBudget(scope, run.spec.budgetNanoUsd)
  const about = { kind: 'run', subjectId: run.id, title: run.name, total: plan.total } as const
  const jobId = jobs.start(about, (job) => workOnRun(core, stored, { ...plan, job, scope, targets, judges, prompts }))
  if (store.runs.begin(run.id, jobId)) {
    core.changed('runs')
    return jobId
  }
  void jobs.cancel(jobId)
  throw new AppError('conflict', `The run "${run.name}" is still running.`)
}

interface RunJob extends RunJobPlan {
  readonly job: JobContext
  readonly scope: string
  readonly targets: ReadonlyMap<ModelId, CallTarget>
  readonly judges: ReadonlyMap<string, CallTarget>
  readonly prompts: ReadonlyMap<VariantId, ParsedPrompt>
}

async function workOnRun(core: CoreContext, stored: StoredRun, work: RunJob): Promise<void> {
  const { store, engine } = core
  const { job, scope, targets, judges, prompts, isSkipped, step, isAgain = false } = work
  // Another job has the run: this one only exists to say so.
  if (store.runs.findByJob(job.id) === null) throw new AppError('conflict', 'Another job works on this run.')
  try {
    const report = ({ progress }: { readonly progress: Parameters<JobContext['report']>[0] }) => job.report(progress)
    const scoring = lendScoring(core, store.evalSets.get(stored.run.spec.evalSetId))
    const tally = new RunTally()
    const wantsLogProbabilities = wantsLogProbabilitiesOf(stored.run.spec, stored.assertions)
    const asking = { targets, prompts, isSkipped, isAgain, wantsLogProbabilities }
    const run = { stored, jobId: job.id, scope, judges, ...asking, scoring, report, tally }
    const isBatch = stored.run.spec.mode === 'batch'
    let first: unknown = null
    try {
      if (step === 'collect') await collectRun(core, run, job.signal)
      else if (isBatch) await submitRun(core, run, job.signal)
      else {
        const isWarmedFirst = await warmColumnsOf(core, stored, prompts)
        sayHowItEnded(core, stored, job, await runCells(engine, store, { ...run, isWarmedFirst }, job.signal))
      }
    } catch (error) {
      first = error
    }
    // What has come is judged even where not all has.
    if (isBatch || (work.unjudged ?? 0) > 0) await judgeRest(core, run, job.signal).catch((error) => (first ??= error))
    if (first !== null) throw first
    sayWhatIsUnjudged(core, stored, job)
  } finally {
    endRun(core, stored, job.id)
    // Whoever opens it next shall not wait for that.
    if (stored.run.cellCount >= LARGE_RUN_CELLS) await summariseInTurns(store.results, store.runs.get(stored.run.id))
  }
}

async function warmColumnsOf(
  { engine, store }: CoreContext,
  { run, models, snapshotNo }: StoredRun,
  prompts: RunJob['prompts'],
): Promise<readonly boolean[]> {
  const columns = run.columns.map(({ variantId, modelId }) => ({
    prompt: prompts.get(variantId) ?? null,
    model: models.find(({ id }) => id === modelId) ?? null,
  }))
  const rows = comparedRows(run.caseCount).flatMap((rowNo) => store.snapshots.page(snapshotNo, rowNo, 1))
  const cases = rows.map(({ evalCase }) => evalCase)
  return await warmColumns(engine, columns, cases)
}

/** Batches are answered without a judge, and a judge may have been out of reach: the answers that wait for one are judged now. */
async function judgeRest(core: CoreContext, work: RunWork, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { store, engine } = core
  const refused = await judgeCells(engine, store, work, signal)
  if (refused === null) return
  const unjudged = unjudgedCount(store, work.stored)
  throw overBudgetError(store, refused, {
    what: 'the judge',
    missing: `${unjudged} answered cells are not judged.`,
    remedy: 'Resume the run with a larger budget.',
  })
}

/** A judge's fault is no cell's error: the job remarks it, and Resume asks the judge again. */
function sayWhatIsUnjudged({ store }: CoreContext, stored: StoredRun, job: JobContext): void {
  const unjudged = unjudgedCount(store, stored)
  if (unjudged === 0 || job.signal.aborted) return
  const cells = unjudged === 1 ? '1 cell is' : `${unjudged} cells are`
  const text = `${cells} answered but not judged. Resume the run to ask only the judge again.`
  job.remark(toWireError(new AppError('provider-failed', text, { retryable: true })))
}

function endRun({ store, ports, changed }: CoreContext, stored: StoredRun, jobId: JobId): void {
  const { no, run } = stored
  const error = toWireError(
    new AppError('interrupted', 'The run broke off while this was under way. It may have been billed.', {
      retryable: true,
    }),
  )
  const nowMs = ports.now()
  store.db
    .transaction(() => {
      holdOpenAttempts(store, jobId, { error, nowMs })
      dropPreparing(store, jobId, nowMs)
      const isWhole = store.cells.missingOf(no) === 0 && unjudgedCount(store, stored) === 0
      const state = isWhole ? 'complete' : 'incomplete'
      store.runs.end(run.id, state, new Date(nowMs).toISOString())
    })
    .immediate()
  changed('runs')
}

/**
 * A run that could not ask everything fails, with the reason; what it has is kept. Where every cell has its answer or its own
 * error (a model that is not there), nothing is left to do: the run is complete, and its job is done, with errors.
 */
function sayHowItEnded(core: CoreContext, stored: StoredRun, job: JobContext, { overBudget, circuit }: RunEnd): void {
  const { run } = stored
  if (overBudget) {
    const { doneCount, cellCount, costNanoUsd } = core.store.runs.get(run.id).run
    const { budget, worstNanoUsd } = overBudget
    const missing = cellCount - doneCount
    const free = Math.max(0, (budget.limitNanoUsd ?? 0) - budget.settledNanoUsd - budget.heldNanoUsd)
    const perCell = Math.ceil(costNanoUsd / Math.max(1, doneCount))
    const needed = Math.max((worstNanoUsd ?? 0) - free, missing * perCell - free)
    throw overBudgetError(core.store, overBudget, {
      what: 'the run',
      missing:
        `${missing} of ${cellCount} cells are missing` +
        // A rule may bear some of the missing cells only.
        (worstNanoUsd === null || overBudget.scope.startsWith('rule:')
          ? '.'
          : `; they would need about ${formatUsd(needed)} more.`),
      remedy: 'Resume the run with a larger budget.',
    })
  }
  if (!circuit) return
  if (core.store.cells.missingOf(stored.no) === 0) job.remark(circuit)
  else
    throw new AppError(circuit.code, `${circuit.message} The cells that need it were not asked. Resume the run later.`)
}

async function targetsOf(core: CoreContext, { models, run }: StoredRun): Promise<ReadonlyMap<ModelId, CallTarget>> {
  const targets = new Map<ModelId, CallTarget>()
  const service = run.spec.mode === 'flex' ? 'flex' : 'standard'
  for (const model of models) targets.set(model.id, await callTarget(core, model, service))
  return targets
}

/** Judges are asked at the prices of the run's beginning; their calls are part of its cost, and of no cell's. */
async function judgesOf(
  core: CoreContext,
  { assertions, run, judges }: StoredRun,
): Promise<ReadonlyMap<string, CallTarget>> {
  const models = { get: (id: ModelId) => judges.find((judge) => judge.id === id) ?? core.models.get(id) }
  return await judgeTargets(core, judgeModels(models, assertions, run.spec.judgeModelId))
}

export function promptsOf(
  { store }: Pick<CoreContext, 'store'>,
  { run }: Pick<StoredRun, 'run'>,
): ReadonlyMap<VariantId, ParsedPrompt> {
  const prompts = new Map<VariantId, ParsedPrompt>()
  for (const { variantId } of run.columns) {
    if (prompts.has(variantId)) continue
    const { content, partials } = store.variants.get(variantId)
    const { messages, parameters } = content
    prompts.set(variantId, { messages: parseMessages(messages, partials), parameters })
  }
  return prompts
}
