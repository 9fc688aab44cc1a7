import type { LeverQuality } from '../domain/savings.ts'
import type { CasePart, ColumnRef, Verdict } from '../domain/verdict.ts'
import { type CaseResult, type VerdictSide, verdictSteps } from '../verdict/decide-verdict.ts'
import { planCost } from './plan-cost.ts'
import { callsOfColumn } from './planned-call.ts'
import type { SavingsInput } from './savings-input.ts'

/** What a way of answering made of the cases, by place in `input.cases`; null = not answered, not scored, unpriced. */
export interface AnswerFigures {
  readonly column: ColumnRef
  /** As it stands in a sentence: "B", "the router". */
  readonly label: string
  readonly scores: readonly (number | null)[]
  readonly costs: readonly (number | null)[]
  /** Of a column that was looked at on the hold-out against today's; null or absent = only development cases may tell. */
  readonly look?: number | null
  /** How many candidates the best is chosen of: they share the rule's level, or the best would look better than it is; absent = 1. */
  readonly compared?: number
}

/** Enough for a bound to two digits; a run has many levers. */
const RESAMPLES = 1000

/**
 * Whether the candidate may be shipped instead of what is there today, by the verdict that holds everywhere; critical assertions are not
 * looked at (see claim-without-critical.ts). Pauses within.
 */
export function* pairedVerdict(
  input: SavingsInput,
  baseline: AnswerFigures,
  candidate: AnswerFigures,
): Generator<undefined, Verdict> {
  const look = candidate.look ?? null
  const part: CasePart = look === null ? 'dev' : 'hold-out'
  const isSimulation = [baseline, candidate].some(({ column }) => simulates(input, column))
  return yield* verdictSteps({
    baseline: sideOf(input, baseline, part),
    candidate: sideOf(input, candidate, part),
    rule: { ...input.rule, alpha: input.rule.alpha / (candidate.compared ?? 1), criticalAssertions: [] },
    part,
    look: look ?? 1,
    isSimulation,
    hasUncalibratedJudge: input.hasUncalibratedJudge,
    seed: `${input.run.id} ${baseline.label} ${candidate.label}`,
    resamples: RESAMPLES,
  })
}

/** The verdict as a card shows it. */
export function qualityOf({ kind, isProven, caveats, sentence }: Verdict): LeverQuality {
  if (kind === 'unknown') return { kind: 'not-measured', sentence }
  return { kind: 'verdict', verdict: kind, isProven, caveats, sentence }
}

/** What a column answered: mean scores over the trials, null where one is missing; costs as production would be billed. */
export function columnFigures(input: SavingsInput, columnNo: number): AnswerFigures {
  const column = input.columns[columnNo]
  if (!column) throw new RangeError(`There is no column ${columnNo}.`)
  const { perCase } = planCost(input, callsOfColumn(input, columnNo))
  return {
    column: { variantId: column.variantId, modelId: column.modelId },
    label: column.label,
    scores: columnScores(input, columnNo),
    costs: [...perCase].map((cost) => (Number.isNaN(cost) ? null : cost)),
    look: column.look,
  }
}

/** By case, the mean score of a column over the trials; null where one is missing. */
export function columnScores({ answers, run }: SavingsInput, columnNo: number): AnswerFigures['scores'] {
  return (answers[columnNo] ?? []).map((trials) =>
    trials.length < run.repeats ? null : meanOrNull(trials.map(({ score }) => score)),
  )
}

function meanOrNull(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return values.length === 0 ? null : sum / values.length
}

const NOTHING_CRITICAL: CaseResult['critical'] = new Map()

function sideOf(input: SavingsInput, { column, label, scores, costs }: AnswerFigures, part: CasePart): VerdictSide {
  const cases = input.cases.flatMap(({ caseId, position, cluster, part: own }, caseNo): CaseResult[] =>
    part !== 'all' && own !== part
      ? []
      : [
          {
            caseId,
            position,
            cluster,
            score: scores[caseNo] ?? null,
            cost: costs[caseNo] ?? null,
            critical: NOTHING_CRITICAL,
          },
        ],
  )
  return { column, label, cases }
}

function simulates(input: SavingsInput, { modelId }: ColumnRef): boolean {
  return input.columns.some((column) => column.modelId === modelId && column.isSimulation)
}
