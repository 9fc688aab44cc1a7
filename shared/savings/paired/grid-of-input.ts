import { paretoFront } from '../../stats/pareto-front.ts'
import { seededRandom } from '../../stats/seeded-random.ts'
import { shuffled } from '../../stats/shuffled.ts'
import { planCost } from '../plan-cost.ts'
import { callsOfColumn } from '../planned-call.ts'
import type { SavingsAnswer, SavingsCase, SavingsInput } from '../savings-input.ts'
import { type AnswerGrid, type GridCase, type GridTrial, meanOf } from './answer-grid.ts'

/** A grid with the way back to the run: costs in nano-dollars per request, caching as production has it. */
export interface InputGrid extends AnswerGrid {
  /** Place in `input.columns` of each option. */
  readonly columnNos: readonly number[]
  /** Place in `input.cases` of each case. */
  readonly caseNos: readonly number[]
  /** Place among the options of what is in production today. */
  readonly reference: number
  /** Cases that some option did not answer, or whose answer was not scored. */
  readonly leftOut: number
}

/** More cases make an analysis slow without making it wiser: at 2,000 an interval is 2 points wide. */
const MAX_CASES = 2000
/** Beside today's: what is neither cheaper nor better than another option is not looked at. */
const MAX_OPTIONS = 4

/** Null where today's column or every other one lacks scores or prices. */
export function gridOfInput(input: SavingsInput): InputGrid | null {
  const costs = input.columns.map((_, columnNo) => planCost(input, callsOfColumn(input, columnNo)))
  const means = input.columns.map((_, columnNo) => meanOf(scoresOf(input, columnNo)))
  const front = paretoFront(
    input.columns.map((_, columnNo) => ({
      quality: Number.isFinite(means[columnNo]) ? (means[columnNo] ?? null) : null,
      cost: costs[columnNo]?.callNanoUsd ?? null,
    })),
  )
  const costOf = (columnNo: number) => costs[columnNo]?.callNanoUsd ?? Number.POSITIVE_INFINITY
  const others = [...input.columns.keys()]
    .filter((columnNo) => columnNo !== input.baselineNo && front[columnNo] === true)
    .sort((a, b) => costOf(a) - costOf(b))
  if (front[input.baselineNo] === null || others.length === 0) return null
  const columnNos = [...others.slice(0, MAX_OPTIONS), input.baselineNo].sort((a, b) => costOf(a) - costOf(b))
  const found = input.cases.flatMap((one, caseNo) => {
    const answers = columnNos.map((columnNo) =>
      answerOf(input.answers[columnNo]?.[caseNo] ?? [], costs[columnNo]?.perCase[caseNo], input),
    )
    const known = answers.flatMap((answer) => (answer === null ? [] : [answer]))
    return known.length < columnNos.length ? [] : [{ caseNo, one: toGridCase(one, known) }]
  })
  if (found.length === 0) return null
  const drawn =
    found.length <= MAX_CASES
      ? found
      : shuffled(found, seededRandom(input.run.id))
          .slice(0, MAX_CASES)
          .toSorted((a, b) => a.caseNo - b.caseNo)
  return {
    options: columnNos.flatMap((columnNo) => {
      const column = input.columns[columnNo]
      return column ? [{ id: column.modelId, label: column.label }] : []
    }),
    cases: drawn.map(({ one }) => one),
    columnNos,
    caseNos: drawn.map(({ caseNo }) => caseNo),
    reference: columnNos.indexOf(input.baselineNo),
    leftOut: input.cases.length - found.length,
  }
}

/** What is known of the grid's cases by place in `input.cases`; null for those that are not in it. */
export function byCase(
  { cases }: Pick<SavingsInput, 'cases'>,
  { caseNos }: Pick<InputGrid, 'caseNos'>,
  values: readonly number[],
): readonly (number | null)[] {
  const found = cases.map((): number | null => null)
  for (const [place, caseNo] of caseNos.entries()) found[caseNo] = values[place] ?? null
  return found
}

function scoresOf(input: SavingsInput, columnNo: number): number[] {
  return (input.answers[columnNo] ?? []).flatMap((trials) => trials.flatMap(({ score }) => score ?? []))
}

function answerOf(
  trials: readonly SavingsAnswer[],
  cost: number | undefined,
  { judge, sureness }: Pick<SavingsInput, 'judge' | 'sureness'>,
): GridCase['answers'][number] | null {
  if (trials.length === 0 || cost === undefined || Number.isNaN(cost)) return null
  const read: GridTrial[] = []
  for (const { output, score, latencyMs, usage, finishReason, meanLogProbability, judgeScore } of trials) {
    if (score === null) return null
    read.push({
      output,
      score,
      cost,
      latencyMs,
      outputTokens: usage?.outputTokens ?? null,
      finishReason,
      // What gives the score may not say beforehand which answers to keep.
      meanLogProbability: sureness === 'whole' ? null : meanLogProbability,
      judgeScore: judge === null || judge.isAlone ? null : judgeScore,
      ...(judge === null || judge.answerNanoUsd === null
        ? {}
        : { judgeCall: { cost: judge.answerNanoUsd, latencyMs: judge.latencyMs } }),
    })
  }
  const latencies = read.flatMap(({ latencyMs }) => latencyMs ?? [])
  return {
    score: meanOf(read.map(({ score }) => score)),
    cost,
    latencyMs: latencies.length < read.length ? null : meanOf(latencies),
    trials: read,
  }
}

function toGridCase(
  { caseId, cluster, tags, variables, embedding }: SavingsCase,
  answers: GridCase['answers'],
): GridCase {
  const vector = embedding === undefined ? {} : { embedding }
  return { caseId, cluster, tags, variables: textVariables(variables), ...vector, answers }
}

/** Texts as they are, other values as JSON. */
export function textVariables(variables: SavingsCase['variables']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}
