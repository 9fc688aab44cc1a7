import { setImmediate as nextTick } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import { type EvalSetId, type ModelId, splitModelId } from '../../../shared/domain/ids.ts'
import type { RunColumn } from '../../../shared/domain/run.ts'
import type { CasePart, ColumnRef, Verdict, VerdictReport } from '../../../shared/domain/verdict.ts'
import { ofOneFamily } from '../../../shared/models/model-family.ts'
import { judgedAssertions } from '../../../shared/score/judge/judged-assertions.ts'
import { assertionKey } from '../../../shared/verdict/assertion-key.ts'
import type { SplitPlace } from '../../../shared/verdict/assign-split.ts'
import { type CaseResult, decideVerdict, type VerdictSide } from '../../../shared/verdict/decide-verdict.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { isJudgeUncalibrated, judgingOf } from './calibrations-of.ts'

export type VerdictStores = Pick<Store, 'verdicts' | 'evalSets' | 'snapshots' | 'labels'>
type Stores = VerdictStores

const EVERYTHING = 1_000_000_000

/** Gives every case of the eval set its place, now if it has none. */
export function ensureSplit({ verdicts, evalSets }: Stores, evalSetId: EvalSetId): ReadonlyMap<string, SplitPlace> {
  const cases = evalSets.casesAfter(evalSetId, 0, EVERYTHING)
  return verdicts.placesOf(
    evalSetId,
    () => cases,
    cases.map(({ id }) => id),
  )
}

/** Verdicts on every column of a run against a baseline; null where a look at the hold-out was not asked for. */
export async function readVerdicts(
  stores: Stores,
  stored: StoredRun,
  wish: { readonly baseline: ColumnRef | null; readonly candidate?: ColumnRef | null; readonly part: CasePart },
): Promise<VerdictReport> {
  const { run } = stored
  const baseline = columnOf(stored, wish.baseline)
  const rule = stores.verdicts.ruleOf(run.projectId)
  const sides = readSides(stores, stored, wish.part)
  const before = sides.find(({ column }) => isSame(column, baseline))
  const verdicts: { candidate: ColumnRef; verdict: Verdict | null }[] = []
  for (const after of sides) {
    if (before === undefined || after === before) continue
    if (wish.candidate && !isSame(after.column, wish.candidate)) continue
    const look = stores.verdicts.lookOf(run.id, baseline, after.column)
    const isHidden = wish.part === 'hold-out' && look === null
    const names = [before.column, after.column].map(({ variantId, modelId }) => `${variantId} ${modelId}`)
    const verdict = isHidden
      ? null
      : decideVerdict({
          baseline: before,
          candidate: after,
          rule,
          part: wish.part,
          look: look ?? 1,
          isSimulation: [before, after].some(({ column }) => isSimulation(stored, column)),
          hasUncalibratedJudge: isJudgeUncalibrated(stores, judgingOf(stored)),
          seed: `${run.id} ${names.join(' ')} ${wish.part}`,
        })
    verdicts.push({ candidate: after.column, verdict })
    await nextTick()
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

function kinOf({ assertions, run, models }: StoredRun): ReadonlySet<ModelId> {
  const contestants = models.map(({ id }) => id)
  const judges = judgedAssertions(assertions).filter(({ assertion }) => assertion.weight > 0)
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

function isSame(a: ColumnRef, b: ColumnRef): boolean {
  return a.variantId === b.variantId && a.modelId === b.modelId
}

function isSimulation({ models }: StoredRun, { modelId }: ColumnRef): boolean {
  return models.find(({ id }) => id === modelId)?.isSimulation ?? false
}

function readSides(stores: Stores, stored: StoredRun, part: CasePart): readonly VerdictSide[] {
  const { run } = stored
  const { verdicts } = stores
  const critical = criticalOf(stores, stored)
  const cases = verdicts.runCases(stored.snapshotNo, run.caseCount)
  const places = placesOf(stores, stored, cases)
  const figures = new Map(
    verdicts
      .caseFigures(
        stored.no,
        critical.map(({ index }) => index),
      )
      .map((each) => [`${each.rowNo} ${each.columnNo}`, each]),
  )
  const chosen = cases.flatMap((evalCase, rowNo) => {
    const place = places.get(evalCase.caseId)
    if (place === undefined) return []
    return part === 'all' || place.part === part ? [{ ...evalCase, rowNo, cluster: place.cluster }] : []
  })
  return run.columns.map((column, columnNo) => ({
    column: { variantId: column.variantId, modelId: column.modelId },
    label: labelOf(run.columns, column),
    cases: chosen.map(({ caseId, position, cluster, rowNo }): CaseResult => {
      const found = figures.get(`${rowNo} ${columnNo}`)
      const isWhole = found?.trials === run.spec.repeats
      return {
        caseId,
        position,
        row: rowNo,
        cluster,
        score: isWhole ? found.score : null,
        cost: isWhole ? found.costNanoUsd : null,
        isUnjudged: found?.isUnjudged ?? false,
        critical: new Map(
          critical.flatMap(({ key }, place) => {
            const passed = found?.critical[place] ?? null
            return passed === null ? [] : [[key, passed]]
          }),
        ),
      }
    }),
  }))
}

function criticalOf({ verdicts }: Stores, { assertions, run }: StoredRun) {
  const wanted = new Set(verdicts.ruleOf(run.projectId).criticalAssertions)
  return assertions.flatMap((assertion, index) => {
    const key = assertionKey(assertion)
    return wanted.has(key) ? [{ key, index }] : []
  })
}

/** A case may have been removed from its eval set since the run: the run's own copy says what it was. */
function placesOf(
  stores: Stores,
  { run, snapshotNo }: StoredRun,
  cases: readonly { readonly caseId: string }[],
): ReadonlyMap<string, SplitPlace> {
  const { evalSetId } = run.spec
  const ids = cases.map(({ caseId }) => caseId)
  return stores.verdicts.placesOf(
    evalSetId,
    () => {
      const now = stores.evalSets.casesAfter(evalSetId, 0, EVERYTHING)
      const then = stores.snapshots.page(snapshotNo, 0, EVERYTHING).map(({ evalCase }) => evalCase)
      const present = new Set<string>(now.map(({ id }) => id))
      return [...now, ...then.filter(({ id }) => !present.has(id))]
    },
    ids,
  )
}

/** "B"; with several models "B on gpt-5.4-mini", and only the model where there is one variant. */
function labelOf(columns: readonly RunColumn[], column: RunColumn): string {
  const hasOneModel = new Set(columns.map(({ modelId }) => modelId)).size === 1
  const hasOneVariant = new Set(columns.map(({ variantId }) => variantId)).size === 1
  const model = splitModelId(column.modelId).modelName
  if (hasOneVariant && !hasOneModel) return model
  return hasOneModel ? column.variantLabel : `${column.variantLabel} on ${model}`
}
