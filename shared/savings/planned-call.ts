import type { CacheLifetime } from '../cost/cache-rules.ts'
import type { ServiceTier } from '../domain/service-tier.ts'
import { promptTokensOf, type Usage } from '../domain/usage.ts'
import type { SavingsAnswer, SavingsColumn, SavingsInput } from './savings-input.ts'

/**
 * A call that production makes for a case, on average, as the levers before have left it. Levers map lists of these to lists of
 * these (see lever.ts), so that what two of them both save is counted once.
 */
export interface PlannedCall {
  /** Place in `input.cases`. */
  readonly caseNo: number
  /** Place in `input.columns` of the variant and model that are asked. */
  readonly columnNo: number
  /**
   * Tokens of the whole prompt in `inputTokens`, whatever cache the recorded call met: what caching makes of it is `caching`. May
   * be fractions (means over trials). Null = only `flatNanoUsd` is known.
   */
  readonly usage: Usage | null
  /** What the recorded call cost; read only where usage or price is unknown. */
  readonly flatNanoUsd: number | null
  /** How often the call is made per request of production: 1, less behind a cache or gate, more with retries. */
  readonly share: number
  readonly service: ServiceTier
  readonly caching: CachingPolicy | null
  /** Tokens of what can be cached for each one that the column has: below 1 where a lever shortened the prompt by inference. */
  readonly prefixRatio: number
  /** What comes on top per request: a checker, an embedding. Nano-dollars, may be a fraction. */
  readonly extraNanoUsd: number
  /** No run answered this call as it is: its tokens follow from the ratios of measured pairs. */
  readonly isInferred: boolean
}

/** What of the prompt is cached, and for how long. */
export interface CachingPolicy {
  readonly prefix: 'stable' | 'marked' | 'moved'
  readonly lifetime: CacheLifetime
}

/** One call per case: what production makes today, in the baseline's column. */
export function todaysCalls(input: SavingsInput): readonly PlannedCall[] {
  return callsOfColumn(input, input.baselineNo)
}

/** One call per case that the column answered; its tokens and cost are the mean of the trials. */
export function callsOfColumn(input: SavingsInput, columnNo: number): readonly PlannedCall[] {
  return input.cases.flatMap((_, caseNo) => {
    const call = recordedCall(input, columnNo, caseNo)
    return call === null ? [] : [call]
  })
}

/** The call with what comes on top of it, made for so much of its requests only: a cache or queue before it answers the rest. */
export function madeLess(call: PlannedCall, keptShare: number): PlannedCall {
  return { ...call, share: call.share * keptShare, extraNanoUsd: call.extraNanoUsd * keptShare }
}

/** Null where the column has no answer for the case. */
export function recordedCall(input: SavingsInput, columnNo: number, caseNo: number): PlannedCall | null {
  const column = input.columns[columnNo]
  const answers = input.answers[columnNo]?.[caseNo] ?? []
  if (!column || answers.length === 0) return null
  return {
    caseNo,
    columnNo,
    usage: meanUsage(answers),
    flatNanoUsd: meanCost(answers),
    share: 1,
    service: 'standard',
    caching: todaysCaching(column),
    prefixRatio: 1,
    extraNanoUsd: 0,
    isInferred: false,
  }
}

/**
 * The same calls, asked in another column's way: `swap` gives for a call the variant and model that are asked instead, null =
 * unchanged. Where the run has an answer in that column it counts; elsewhere the tokens are scaled by what the two columns of
 * `measured` needed for the same cases.
 */
export function moveCalls(
  input: SavingsInput,
  calls: readonly PlannedCall[],
  swap: { readonly from: number; readonly to: number },
): readonly PlannedCall[] {
  const ratio = columnRatio(input, swap)
  return calls.map((call) => moveCall(input, call, { ...swap, ratio }))
}

/** Tokens that one column needs for each one of another, over the cases that both answered; null = not known. */
export interface ColumnRatio {
  readonly prompt: number
  readonly output: number
  readonly flat: number
}

export function columnRatio(input: SavingsInput, { from, to }: { from: number; to: number }): ColumnRatio | null {
  const sums = { prompt: [0, 0], output: [0, 0], flat: [0, 0] } as const satisfies Record<string, number[]>
  let pairs = 0
  for (const caseNo of input.cases.keys()) {
    const both = [recordedCall(input, from, caseNo), recordedCall(input, to, caseNo)]
    if (both[0] === null || both[1] === null) continue
    pairs++
    for (const [side, call] of both.entries()) {
      if (!call) continue
      sums.prompt[side as 0 | 1] += call.usage?.inputTokens ?? 0 // two sides, by the literal above
      sums.output[side as 0 | 1] += call.usage?.outputTokens ?? 0
      sums.flat[side as 0 | 1] += call.flatNanoUsd ?? 0
    }
  }
  if (pairs === 0) return null
  const of = ([before, after]: readonly [number, number]) => (before === 0 ? 1 : after / before)
  return { prompt: of(sums.prompt), output: of(sums.output), flat: of(sums.flat) }
}

/** One call of `moveCalls`; what it is about in other respects (cache, service, share) stays. */
export function moveCall(
  input: SavingsInput,
  call: PlannedCall,
  { from, to, ratio }: { readonly from: number; readonly to: number; readonly ratio: ColumnRatio | null },
): PlannedCall {
  const before = input.columns[from]
  const after = input.columns[to]
  const now = input.columns[call.columnNo]
  if (!before || !after || !now) return call
  const variantId = before.variantId === after.variantId ? now.variantId : after.variantId
  const modelId = before.modelId === after.modelId ? now.modelId : after.modelId
  const columnNo = input.columns.findIndex((column) => column.variantId === variantId && column.modelId === modelId)
  const recorded = columnNo < 0 || call.isInferred ? null : recordedCall(input, columnNo, call.caseNo)
  if (recorded) {
    const rule = input.columns[columnNo]?.cacheRule ?? null
    return {
      ...recorded,
      share: call.share,
      service: call.service,
      extraNanoUsd: call.extraNanoUsd,
      caching: call.caching === null || rule?.id !== now.cacheRule?.id ? recorded.caching : call.caching,
    }
  }
  return {
    ...call,
    columnNo: columnNo < 0 ? to : columnNo,
    usage: call.usage && ratio && scaleUsage(call.usage, ratio),
    flatNanoUsd: call.flatNanoUsd === null || ratio === null ? null : call.flatNanoUsd * ratio.flat,
    prefixRatio: call.prefixRatio * (ratio?.prompt ?? 1),
    isInferred: true,
  }
}

export function scaleUsage(usage: Usage, ratio: { readonly prompt: number; readonly output: number }): Usage {
  return {
    ...usage,
    inputTokens: usage.inputTokens * ratio.prompt,
    outputTokens: usage.outputTokens * ratio.output,
    reasoningTokens: usage.reasoningTokens === null ? null : usage.reasoningTokens * ratio.output,
  }
}

/** Automatic caches work without being asked; a provider that must be asked caches what the variant's parameters say. */
export function todaysCaching({ cacheRule, content }: SavingsColumn): CachingPolicy | null {
  const [shortest] = cacheRule?.lifetimes ?? []
  if (!cacheRule || !shortest) return null
  if (cacheRule.mode === 'automatic') return { prefix: 'stable', lifetime: shortest }
  const { cache = 'none', cacheTtl = '5m' } = content.parameters
  if (cache === 'none') return null
  const wanted = cacheTtl === '1h' ? 3600 : 300
  const lifetime = cacheRule.lifetimes.find(({ seconds }) => seconds === wanted) ?? shortest
  return { prefix: 'marked', lifetime }
}

function meanUsage(answers: readonly SavingsAnswer[]): Usage | null {
  const usages = answers.flatMap(({ usage }) => (usage === null ? [] : [usage]))
  if (usages.length < answers.length) return null
  const mean = (of: (usage: Usage) => number) => usages.reduce((sum, usage) => sum + of(usage), 0) / usages.length
  return {
    inputTokens: mean(promptTokensOf),
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: mean(({ outputTokens }) => outputTokens),
    reasoningTokens: usages.every(({ reasoningTokens }) => reasoningTokens !== null)
      ? mean(({ reasoningTokens }) => reasoningTokens ?? 0)
      : null,
    isEstimated: usages.some(({ isEstimated }) => isEstimated),
  }
}

function meanCost(answers: readonly SavingsAnswer[]): number | null {
  let sum = 0
  for (const { costNanoUsd } of answers) {
    if (costNanoUsd === null) return null
    sum += costNanoUsd
  }
  return sum / answers.length
}
