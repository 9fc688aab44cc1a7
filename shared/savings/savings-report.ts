import type { PromptId } from '../domain/ids.ts'
import type { SavingsColumnView, SavingsReport } from '../domain/savings.ts'
import { advise } from './advise.ts'
import { jointQuality } from './joint-quality.ts'
import type { FoundLevers } from './levers/find-levers.ts'
import { planCost } from './plan-cost.ts'
import { callsOfColumn } from './planned-call.ts'
import { arrivalsText } from './prefix-hit-ratio.ts'
import type { SavingsInput } from './savings-input.ts'

/** What the Savings page and `pithy savings` show of a run; pauses between its parts. */
export function* savingsReport(
  input: SavingsInput,
  { cards, offers, today }: FoundLevers,
): Generator<undefined, SavingsReport | null> {
  const baseline = input.columns[input.baselineNo]
  if (!baseline) return null
  const columns: SavingsColumnView[] = []
  for (const columnNo of input.columns.keys()) {
    columns.push(columnView(input, columnNo))
    yield
  }
  const taken = cards.flatMap(({ id, label, family, isTaken }) => {
    const offer = offers.get(id)
    return isTaken && offer ? [{ id, label, family, offer }] : []
  })
  const { id, name, createdAt, evalSetId } = input.run
  const promptId: PromptId = baseline.promptId
  return {
    run: { id, name, createdAt, promptId, evalSetId },
    columns,
    baseline: { variantId: baseline.variantId, modelId: baseline.modelId },
    cases: input.cases.length,
    totalCases: input.totalCases,
    callsPerDay: input.profile.callsPerDay,
    arrivals: input.profile.arrivals,
    arrivalsText: arrivalsText(input),
    embedding: { modelId: input.embedding.modelId, text: input.embedding.text },
    todayNanoUsd: columns[input.baselineNo]?.monthNanoUsd ?? null,
    levers: [...cards],
    advice: [
      ...advise(cards, { hourlyUsd: input.assumptions.hourlyUsd, joint: yield* jointQuality(input, today, taken) }),
    ],
  }
}

function columnView(input: SavingsInput, columnNo: number): SavingsColumnView {
  const column = input.columns[columnNo]
  if (!column) throw new RangeError(`There is no column ${columnNo}.`)
  const calls = callsOfColumn(input, columnNo)
  const { callNanoUsd, monthNanoUsd } = planCost(input, calls)
  const scores = (input.answers[columnNo] ?? []).flatMap((trials) => {
    const known = trials.flatMap(({ score }) => (score === null ? [] : [score]))
    return known.length === 0 ? [] : [known.reduce((sum, one) => sum + one, 0) / known.length]
  })
  return {
    column: { variantId: column.variantId, modelId: column.modelId },
    label: column.label,
    score: scores.length === 0 ? null : scores.reduce((sum, one) => sum + one, 0) / scores.length,
    callNanoUsd: callNanoUsd === null ? null : Math.round(callNanoUsd),
    monthNanoUsd,
    isSimulation: column.isSimulation,
    pricedAs: column.pricedAs,
    isEstimated: calls.some(({ usage }) => usage?.isEstimated ?? false),
  }
}
