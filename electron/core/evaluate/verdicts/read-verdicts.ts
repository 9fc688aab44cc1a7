import { setImmediate as nextTick } from 'node:timers/promises'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { RunColumn } from '../../../../shared/domain/run.ts'
import type { CasePart, ColumnRef, Verdict, VerdictReport } from '../../../../shared/domain/verdict.ts'
import { ofOneFamily } from '../../../../shared/models/model-family.ts'
import { opinions } from '../../../../shared/score/judge/judged-assertions.ts'
import { assertionKey } from '../../../../shared/verdict/assertion-key.ts'
import { verdictSteps } from '../../../../shared/verdict/decide-verdict.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { isJudgeUncalibrated, judgingOf } from '../judge/calibrations-of.ts'
import { readSides } from './read-sides.ts'

export type VerdictStores = Pick<Store, 'verdicts' | 'evalSets' | 'snapshots' | 'labels'>
type Stores = VerdictStores

export interface VerdictWish {
  /** Null = the first column. */
  readonly baseline: ColumnRef | null
  /** Null or absent = every other column. */
  readonly candidate?: ColumnRef | null
  readonly part: CasePart
  readonly signal?: AbortSignal
}

/**
 * Verdicts on every column of a run against a baseline; null where a look at the hold-out was not asked for. Works in slices, so that
 * the largest run keeps nobody waiting.
 *
 * @throws the signal's reason after an abort
 */
export async function readVerdicts(stores: Stores, stored: StoredRun, wish: VerdictWish): Promise<VerdictReport> {
  const { run } = stored
  const baseline = columnOf(stored, wish.baseline)
  const rule = stores.verdicts.ruleOf(run.projectId)
  const candidates = run.columns.filter(
    (column) => !isSame(column, baseline) && (!wish.candidate || isSame(column, wish.candidate)),
  )
  const lookOf = (column: ColumnRef) => stores.verdicts.lookOf(run.id, baseline, column)
  // All cases are the hold-out's as well.
  const isHidden = (column: ColumnRef) => wish.part !== 'dev' && lookOf(column) === null
  // What nobody may see yet need not be read.
  const sideOf = candidates.every(isHidden)
    ? null
    : await readSides(stores, stored, { part: wish.part, signal: wish.signal })
  const before = sideOf?.(run.columns.indexOf(baseline))
  const verdicts: { candidate: ColumnRef; verdict: Verdict | null }[] = []
  for (const { variantId, modelId } of candidates) {
    const candidate = { variantId, modelId }
    if (isHidden(candidate) || !sideOf || !before) {
      verdicts.push({ candidate, verdict: null })
      continue
    }
    const names = [before.column, candidate].map((column) => `${column.variantId} ${column.modelId}`)
    const steps = verdictSteps({
      baseline: before,
      candidate: sideOf(run.columns.findIndex((column) => isSame(column, candidate))),
      rule,
      part: wish.part,
      look: lookOf(candidate) ?? 1,
      isSimulation: [baseline, candidate].some((column) => isSimulation(stored, column)),
      hasUncalibratedJudge: isJudgeUncalibrated(stores, judgingOf(stored)),
      seed: `${run.id} ${names.join(' ')} ${wish.part}`,
    })
    verdicts.push({ candidate, verdict: await inSlices(steps, wish.signal) })
  }
  return {
    baseline: { variantId: baseline.variantId, modelId: baseline.modelId },
    part: wish.part,
    rule,
    split: stores.verdicts.statusOf(run.spec.evalSetId),
    assertions: stored.assertions.map((assertion) => {
      const key = assertionKey(assertion)
      return { key, label: key }
    }),
    judgeKinModelIds: [...kinOf(stored)],
    verdicts,
  }
}

/** Gives other work its turn between two steps. */
export async function inSlices<T>(steps: Generator<undefined, T>, signal: AbortSignal | undefined): Promise<T> {
  for (;;) {
    await nextTick()
    signal?.throwIfAborted()
    const step = steps.next()
    if (step.done) return step.value
  }
}

function kinOf({ assertions, run, models }: StoredRun): ReadonlySet<ModelId> {
  const contestants = models.map(({ id }) => id)
  const judges = opinions(assertions).filter(({ assertion }) => assertion.weight > 0)
  return new Set(
    judges.flatMap(({ modelId }) => {
      const judge = modelId ?? run.spec.judgeModelId
      return judge === null ? [] : ofOneFamily(judge, contestants)
    }),
  )
}

/** @throws AppError `not-found` for a column that the run has not */
export function columnOf({ run }: StoredRun, ref: ColumnRef | null): RunColumn {
  const column = ref === null ? run.columns[0] : run.columns.find((each) => isSame(each, ref))
  if (!column) throw new AppError('not-found', `The run "${run.name}" has no such column.`)
  return column
}

export function isSame(a: ColumnRef, b: ColumnRef): boolean {
  return a.variantId === b.variantId && a.modelId === b.modelId
}

export function isSimulation({ models }: StoredRun, { modelId }: ColumnRef): boolean {
  return models.find(({ id }) => id === modelId)?.isSimulation ?? false
}
