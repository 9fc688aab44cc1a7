import type { Comparison } from '../../../shared/domain/comparison.ts'
import { CaseId } from '../../../shared/domain/ids.ts'
import type { CasePart, ColumnRef } from '../../../shared/domain/verdict.ts'
import { ofOneFamily } from '../../../shared/models/model-family.ts'
import { type CasePreference, choiceAgreement, decidePreference } from '../../../shared/verdict/decide-preference.ts'
import { columnOf } from '../evaluate/verdicts/read-verdicts.ts'
import type { PairOutcome, StoredComparison } from '../store/comparison-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import {
  type ComparedCase,
  type ComparedPair,
  type CompareStores,
  columnPairOf,
  isAboutThese,
  lookFor,
  readPairs,
} from './column-pair.ts'
import { reviewedOutcomes } from './read-reviews.ts'

/** What judges made of a run's columns against one of them, on one part of the cases; nothing of a hold-out that is hidden. */
export async function readComparisons(
  stores: CompareStores,
  stored: StoredRun,
  wish: { readonly baseline: ColumnRef | null; readonly part: CasePart; readonly signal?: AbortSignal },
): Promise<Comparison[]> {
  const { run, no } = stored
  const { part, signal } = wish
  const baseline = columnOf(stored, wish.baseline)
  const baselineNo = run.columns.indexOf(baseline)
  const found: Comparison[] = []
  const read = new Map<number, readonly ComparedCase[]>()
  for (const comparison of stores.comparisons.list(no)) {
    const { leftNo, rightNo } = comparison
    const candidateNo = leftNo === baselineNo ? rightNo : rightNo === baselineNo ? leftNo : null
    const candidate = candidateNo === null ? undefined : run.columns[candidateNo]
    if (!candidate || candidateNo === null) continue
    const look = lookFor(stores, stored, { baseline, candidate, part })
    if (look === null) continue
    const compared = columnPairOf(stored, { baseline, candidate })
    const { pair } = compared
    const cases =
      read.get(candidateNo) ?? (await readPairs(stores, stored, { pair, part, ...(signal ? { signal } : {}) }))
    read.set(candidateNo, cases)
    found.push(toComparison(stores, stored, { comparison, compared, cases, part, look }))
  }
  return found
}

interface Found {
  readonly comparison: StoredComparison
  readonly compared: ComparedPair
  readonly cases: readonly ComparedCase[]
  readonly part: CasePart
  readonly look: number
}

function toComparison(stores: CompareStores, stored: StoredRun, found: Found): Comparison {
  const { comparison, compared, cases, part, look } = found
  const { id, judge, criteria, jobId, costNanoUsd, hasUnpriced } = comparison
  const { baseline, candidate, names } = compared
  const outcomes = new Map(
    stores.comparisons.outcomesOf(comparison.no).map((outcome) => [`${outcome.rowNo} ${outcome.repeatNo}`, outcome]),
  )
  const preferences = cases.map((each) => casePreference(each, outcomes, compared))
  const chosen = preferences.filter((each) => each !== null)
  const people = reviewedOutcomes(stores, compared, cases)
  const reviewed = chosen.flatMap(({ row, preference }): [number, number][] => {
    const human = people.get(row)
    return human === undefined ? [] : [[preference, human.outcome]]
  })
  const agreement = reviewed.length === 0 ? null : choiceAgreement({ with: 'people', kind: 'person' }, reviewed)
  return {
    id,
    baseline,
    candidate,
    judgeModelId: judge.id,
    isSimulation: judge.isSimulation,
    criteria,
    jobId,
    costNanoUsd,
    hasUnpriced,
    kinModelIds: [...ofOneFamily(judge.id, [...new Set([baseline.modelId, candidate.modelId])])],
    preference: decidePreference({
      cases: chosen,
      open: preferences.length - chosen.length,
      names: { chooser: judge.id, ...names },
      alpha: stores.verdicts.ruleOf(stored.run.projectId).alpha,
      part,
      look,
      isSimulation: judge.isSimulation || compared.isSimulation,
      judge: { agreement },
      seed: `${id} ${part}`,
    }),
    agreement,
  }
}

/** Null until every repeat is compared. */
function casePreference(
  { caseId, position, rowNo, cluster, answers }: ComparedCase,
  outcomes: ReadonlyMap<string, PairOutcome>,
  { sign, names }: ComparedPair,
): CasePreference | null {
  const said = answers.flatMap((answer) => {
    const outcome = outcomes.get(`${answer.rowNo} ${answer.repeatNo}`)
    return outcome && isAboutThese(outcome, answer) ? [outcome] : []
  })
  if (said.length < answers.length) return null
  const asked = said.filter(({ isConsistent }) => isConsistent !== null)
  const telling = said.find(({ outcome }) => outcome !== 0)
  const first = sign === 1 ? names.candidate : names.baseline
  return {
    caseId: CaseId.parse(caseId),
    position,
    row: rowNo,
    cluster,
    preference: (sign * said.reduce((sum, { outcome }) => sum + outcome, 0)) / said.length || 0,
    isSame: asked.length === 0,
    asked: asked.length,
    consistent: asked.filter(({ isConsistent }) => isConsistent).length,
    reason: telling ? `(first = ${first}) ${telling.reason}` : '',
  }
}
