import { formatUsd } from '../../../cost/format-usd.ts'
import { pricesFor } from '../../../cost/prices-for.ts'
import type { LeverCurve } from '../../../domain/savings.ts'
import { failureBound } from '../../../stats/failure-bound.ts'
import { percent } from '../../paired/policy-curve.ts'
import type { PlannedCall } from '../../planned-call.ts'
import { type OutputCap, outputCap } from '../../replays/output-cap.ts'
import type { SavingsAnswer, SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * A cap on the output that cuts at most one answer in a hundred: ⌈1.2 · x₍ⱼ₎⌉, x₍ⱼ₎ the order statistic above the 0.99 quantile with
 * 95 % confidence (David and Nagaraja, Order Statistics, 7.1). It limits the worst case; what is cut is paid for twice.
 */
export const plugin: Lever = {
  id: 'output-cap',
  label: 'Output cap',
  effort: 'hour',
  family: null,
  find(input): LeverFinding {
    const column = input.columns[input.baselineNo]
    const answers = (input.answers[input.baselineNo] ?? []).flat()
    const lengths = answers.flatMap(wholeLength)
    const cap = outputCap(lengths)
    if (!column || cap === null) {
      return {
        kind: 'no-data',
        missing: 'No answer of today’s model has a known length.',
        remedy: 'Run the eval set, or import answers with their output tokens.',
        actions: [],
      }
    }
    return offerOf(input, { cap, lengths, cut: answers.filter(({ finishReason }) => finishReason === 'length').length })
  },
}

/** What was cut says only that it would have been longer. */
function wholeLength({ usage, finishReason }: SavingsAnswer): number[] {
  return usage === null || finishReason === 'length' ? [] : [usage.outputTokens]
}

function offerOf(
  input: SavingsInput,
  given: { readonly cap: OutputCap; readonly lengths: readonly number[]; readonly cut: number },
): LeverOffer {
  const { cap, lengths, cut } = given
  const column = input.columns[input.baselineNo]
  const today = column?.content.parameters.maxOutputTokens ?? null
  return {
    kind: 'offer',
    choice: `At most ${cap.maxOutputTokens.toLocaleString('en-US')} output tokens${today === null ? ', where there is no cap today' : ` instead of ${today.toLocaleString('en-US')}`}`,
    change: (calls) => calls.map((call) => capped(input, call, cap.maxOutputTokens)),
    quality: cap.isThin
      ? {
          kind: 'not-measured',
          sentence: `Thin data: ${lengths.length} whole answers, ${cap.neededLengths} are needed to bound one in a hundred. The cap is twice the longest.`,
        }
      : {
          kind: 'unchanged',
          sentence: `${percent(cap.cutShare)} of ${lengths.length} recorded answers would be cut, at most ${percent(cap.cutBound)} by the exact bound; all others stay as they are.`,
        },
    method: `⌈1.2 · order statistic⌉ above the 0.99 quantile with 95 % confidence, of ${lengths.length} whole answers, reasoning included; a cut answer counts as paid twice.`,
    notes: [
      'A cap is a safety limit: the model does not see it, and what it cuts off is billed and lost. Money comes from asking for shorter answers.',
      ...worstCaseNotes(input, cap, today),
      ...(cut > 0 ? [`${cut} recorded answers were cut by today’s limit; their true lengths are unknown.`] : []),
    ],
    evidence: { runIds: [input.run.id], cases: input.cases.length },
    curves: [curveOf(lengths, cap)],
    actions: [
      { kind: 'export', label: 'Export the cap', exportId: 'settings-json' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    ...(column === undefined
      ? {}
      : { decision: { kind: 'output-cap' as const, model: column, maxOutputTokens: cap.maxOutputTokens } }),
  }
}

/** By the case's own trials: the share that is cut is paid up to the cap, and once more in full. */
function capped(input: SavingsInput, call: PlannedCall, limit: number): PlannedCall {
  if (call.usage === null || call.columnNo !== input.baselineNo) return call
  const lengths = (input.answers[call.columnNo]?.[call.caseNo] ?? []).flatMap(wholeLength)
  const lost = lengths.reduce((sum, length) => sum + (length > limit ? limit : 0), 0) / Math.max(1, lengths.length)
  return lost === 0 ? call : { ...call, usage: { ...call.usage, outputTokens: call.usage.outputTokens + lost } }
}

function worstCaseNotes(input: SavingsInput, cap: OutputCap, today: number | null): readonly string[] {
  const column = input.columns[input.baselineNo]
  if (!column?.price) return []
  const { output } = pricesFor(column.price, Math.round(column.tokens.prompt))
  const costOf = (tokens: number) => formatUsd(Math.round(tokens * output * 1000))
  const before = today === null ? 'nothing limits it today' : `${costOf(today)} today`
  return [`The output of a single call then costs at most ${costOf(cap.maxOutputTokens)}; ${before}.`]
}

function curveOf(lengths: readonly number[], cap: OutputCap): LeverCurve {
  const sorted = lengths.toSorted((a, b) => a - b)
  const longest = sorted.at(-1) ?? 1
  const riskAt = (limit: number) => {
    const over = sorted.filter((length) => length > limit).length
    return { x: limit, y: over / sorted.length, high: failureBound(over, sorted.length), low: over / sorted.length }
  }
  const limits = Array.from({ length: 41 }, (_, step) =>
    Math.round((Math.max(longest, cap.maxOutputTokens) * step) / 40),
  )
  return {
    title: 'What a cap would cut',
    xLabel: 'Output cap',
    yLabel: 'Share of answers cut',
    xUnit: 'tokens',
    yUnit: 'ratio',
    series: [
      { name: 'Recorded answers, with the upper bound', role: 'line', points: [...new Set(limits)].map(riskAt) },
      { name: 'The cap', role: 'chosen', points: [riskAt(cap.maxOutputTokens)] },
    ],
    note: `At ${cap.maxOutputTokens.toLocaleString('en-US')} tokens ${percent(cap.cutShare)} are cut, at most ${percent(cap.cutBound)}.`,
  }
}
