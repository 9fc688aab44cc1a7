import { monthlyCost } from '../../cost/monthly-cost.ts'
import { pricesFor } from '../../cost/prices-for.ts'
import type { SpendBucket, SpendBuckets } from '../../domain/spend-bucket.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { claimWithoutCritical } from '../levers/claim-without-critical.ts'
import { columnFigures, pairedVerdict } from '../paired-quality.ts'
import { planCost } from '../plan-cost.ts'
import { callsOfColumn, todaysCalls } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'

/**
 * What of today's bill is paid for context that repeats, for a model above what the task needs, and for answers longer than it needs.
 * Less than today counts as enough only where the verdict on paired cases says not worse; columns compared share its level.
 *
 * @returns null where today's calls are unpriced
 */
export function* spendBuckets(input: SavingsInput): Generator<undefined, SpendBuckets | null> {
  const today = input.columns[input.baselineNo]
  const bill = planCost(input, todaysCalls(input)).monthNanoUsd
  if (!today || bill === null) return null
  const others = [...input.columns.keys()].filter(
    (columnNo) => columnNo !== input.baselineNo && callsOfColumn(input, columnNo).length > 0,
  )
  const before = columnFigures(input, input.baselineNo)
  const judged: Judged[] = []
  for (const columnNo of others) {
    yield
    const figures = { ...columnFigures(input, columnNo), compared: others.length }
    const verdict = yield* pairedVerdict(input, before, figures)
    judged.push({ columnNo, verdict: claimWithoutCritical(input.rule, verdict) })
  }
  return {
    runName: input.run.name,
    label: today.label,
    monthNanoUsd: bill,
    buckets: [repeatedContext(input, bill), frontierOveruse(input, judged, bill), bloatedOutput(input, judged)],
  }
}

interface Judged {
  readonly columnNo: number
  readonly verdict: Verdict
}

/** The stable prefix of every call, and of the rest of the bill the share of requests that came before word for word. */
function repeatedContext(input: SavingsInput, bill: number): SpendBucket {
  const { stablePrefix = 0, prompt = 0 } = input.columns[input.baselineNo]?.tokens ?? {}
  const bare = todaysCalls(input).map((call) =>
    call.usage === null
      ? call
      : {
          ...call,
          caching: null,
          usage: { ...call.usage, inputTokens: Math.max(0, call.usage.inputTokens - stablePrefix) },
        },
  )
  const isCounted = input.columns[input.baselineNo]?.price != null && bare.every(({ usage }) => usage !== null)
  const without = isCounted ? planCost(input, bare).monthNanoUsd : null
  const said = { id: 'repeated-context', label: 'Repeated context' } as const
  if (without === null)
    return {
      ...said,
      nanoUsd: null,
      note: 'The tokens of the answers, or the price of the model, are not known, so neither is what the prefix costs.',
    }
  const prefix = Math.max(0, bill - without)
  const repeats = repeatedRatio(input)
  const share = `${Math.round(stablePrefix).toLocaleString('en-US')} of ${Math.round(prompt).toLocaleString('en-US')} prompt tokens are the same in every call`
  const more =
    repeats === null
      ? 'how many requests repeat word for word is unknown: import a usage log with the prompt or its hash'
      : `${Math.round(repeats * 100)} % of the requests came before word for word${input.assumptions.repeatRatio === null ? '' : ', as you said'}`
  return { ...said, nanoUsd: prefix + Math.round((bill - prefix) * (repeats ?? 0)), note: `${share}; ${more}.` }
}

/** What the user said, as the lever of the response cache has it; else by the log's hashes of what was asked. */
function repeatedRatio({ arrivals, assumptions }: SavingsInput): number | null {
  if (assumptions.repeatRatio !== null) return assumptions.repeatRatio
  const keys = arrivals?.keys.filter((key) => key !== null) ?? []
  return keys.length > 0 ? 1 - new Set(keys).size / keys.length : null
}

function frontierOveruse(input: SavingsInput, judged: readonly Judged[], bill: number): SpendBucket {
  const today = input.columns[input.baselineNo]
  const rivals = judged.filter(({ columnNo, verdict: { costRatio } }) => {
    const column = input.columns[columnNo]
    const isCheaper = costRatio === null || costRatio < 1
    return isCheaper && column?.variantId === today?.variantId && column?.modelId !== today?.modelId
  })
  const said = { id: 'frontier-overuse', label: 'A larger model than needed' } as const
  const [best] = shownColumns(input, rivals).toSorted((a, b) => a.bill - b.bill)
  if (best) return { ...said, nanoUsd: Math.max(0, bill - best.bill), note: best.sentence }
  const open = rivals.find(({ verdict }) => verdict.kind === 'cheaper-undecided' || verdict.kind === 'unknown')
  if (open) return { ...said, nanoUsd: null, note: open.verdict.sentence }
  if (rivals.length > 0) return { ...said, nanoUsd: 0, note: 'No cheaper model of the run is as good.' }
  return {
    ...said,
    nanoUsd: null,
    note: 'The run has this prompt on no cheaper model: run the same cases on one.',
  }
}

/** Against the column with the shortest answers among those that are shown to be enough. */
function bloatedOutput(input: SavingsInput, judged: readonly Judged[]): SpendBucket {
  const said = { id: 'bloated-output', label: 'Longer answers than needed' } as const
  const today = input.columns[input.baselineNo]
  if (!today?.price) return { ...said, nanoUsd: null, note: 'The model has no price per token: choose one on Levers.' }
  const shown = shownColumns(input, judged)
  if (shown.length === 0)
    return {
      ...said,
      nanoUsd: null,
      note: 'No column of the run is shown to be cheaper and not worse: run a variant with shorter answers, or another model.',
    }
  const own = outputTokens(input, input.baselineNo)
  const [best] = shown
    .flatMap((one) => {
      const excess = meanExcess(own, outputTokens(input, one.columnNo))
      return excess === null ? [] : [{ ...one, excess: Math.max(0, excess) }]
    })
    .toSorted((a, b) => b.excess - a.excess)
  if (!best) return { ...said, nanoUsd: null, note: 'The tokens of the answers are not known.' }
  // Dollars per million tokens are a thousand nano-dollars per token.
  const nano = monthlyCost(
    best.excess * pricesFor(today.price, today.tokens.prompt).output * 1000,
    input.profile.callsPerDay,
  )
  return {
    ...said,
    nanoUsd: nano,
    note: `${Math.round(best.excess).toLocaleString('en-US')} output tokens a call more than ${best.label}. ${best.sentence}`,
  }
}

/** By case. */
function outputTokens(input: SavingsInput, columnNo: number): ReadonlyMap<number, number> {
  return new Map(
    callsOfColumn(input, columnNo).flatMap(({ caseNo, usage }) => (usage ? [[caseNo, usage.outputTokens]] : [])),
  )
}

/** On the cases that both have; null without any. */
function meanExcess(own: ReadonlyMap<number, number>, enough: ReadonlyMap<number, number>): number | null {
  const differences = [...own].flatMap(([caseNo, tokens]) => {
    const other = enough.get(caseNo)
    return other === undefined ? [] : [tokens - other]
  })
  return differences.length === 0 ? null : differences.reduce((sum, one) => sum + one, 0) / differences.length
}

/** The columns whose verdict says cheaper and not worse. */
function shownColumns(input: SavingsInput, judged: readonly Judged[]) {
  return judged.flatMap(({ columnNo, verdict }) => {
    const bill = planCost(input, callsOfColumn(input, columnNo)).monthNanoUsd
    const label = input.columns[columnNo]?.label ?? ''
    const isShown = verdict.kind === 'not-worse-and-cheaper' && bill !== null
    return isShown ? [{ columnNo, bill, label, sentence: verdict.sentence }] : []
  })
}
