import { costOf } from '../cost/cost-of.ts'
import { monthlyCost } from '../cost/monthly-cost.ts'
import { serviceFactor } from '../cost/service-factor.ts'
import type { NanoUsd } from '../domain/money.ts'
import type { Usage } from '../domain/usage.ts'
import type { PlannedCall } from './planned-call.ts'
import { prefixHitRatio } from './prefix-hit-ratio.ts'
import type { SavingsColumn, SavingsInput } from './savings-input.ts'

export interface PlanCost {
  /** By case, of one request; NaN where nothing is known of the case. */
  readonly perCase: Float64Array
  /** Of an average request; null = a call of it is unpriced, or there is none. */
  readonly callNanoUsd: number | null
  /** At the input's calls per day. */
  readonly monthNanoUsd: NanoUsd | null
}

/** What calls come to per request and month, caching counted at the rate at which each prefix is asked for. */
export function planCost(input: SavingsInput, calls: readonly PlannedCall[]): PlanCost {
  const perCase = new Float64Array(input.cases.length).fill(Number.NaN)
  const hits = hitRatios(input, calls)
  let isPriced = true
  for (const [index, call] of calls.entries()) {
    const nano = callCost(input, call, hits[index] ?? 0)
    if (nano === null) isPriced = false
    const sum = perCase[call.caseNo] ?? 0
    perCase[call.caseNo] = (Number.isNaN(sum) ? 0 : sum) + (nano ?? Number.NaN)
  }
  const known = perCase.filter((value) => !Number.isNaN(value))
  const callNanoUsd = !isPriced || known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length
  return { perCase, callNanoUsd, monthNanoUsd: monthlyCost(callNanoUsd, input.profile.callsPerDay) }
}

/** One call's share of its request, in nano-dollars. */
function callCost(input: SavingsInput, call: PlannedCall, hitRatio: number): number | null {
  const column = input.columns[call.columnNo]
  if (!column) return null
  const { service, share, extraNanoUsd } = call
  if (share === 0) return extraNanoUsd
  if (call.usage !== null && column.price !== null) {
    const cost = costOf({ usage: cachedUsage(call.usage, call, { column, hitRatio }), price: column.price, service })
    return cost === null ? null : cost.nanoUsd * share + extraNanoUsd
  }
  if (call.flatNanoUsd === null) return null
  const factor = service === 'standard' ? 1 : column.price && serviceFactor(column.price, { service })
  return factor === null ? null : call.flatNanoUsd * factor * share + extraNanoUsd
}

/** What caching makes of a call's tokens, on average; nothing below the provider's minimum. */
function cachedUsage(
  usage: Usage,
  { caching, prefixRatio }: PlannedCall,
  { column, hitRatio }: { readonly column: SavingsColumn; readonly hitRatio: number },
): Usage {
  if (caching === null) return usage
  const prefix = Math.min(usage.inputTokens, prefixTokens(column, caching) * prefixRatio)
  if (prefix <= 0 || prefix < (column.cacheRule?.minTokens ?? 0) || column.price?.prices.cacheRead === null)
    return usage
  const read = prefix * hitRatio
  const written = prefix - read
  const { writeClass } = caching.lifetime
  return {
    ...usage,
    inputTokens: usage.inputTokens - prefix + (writeClass === 'input' ? written : 0),
    cacheReadTokens: read,
    cacheWrite5mTokens: writeClass === 'cacheWrite5m' ? written : 0,
    cacheWrite1hTokens: writeClass === 'cacheWrite1h' ? written : 0,
  }
}

export function prefixTokens(column: SavingsColumn, caching: NonNullable<PlannedCall['caching']>): number {
  const { stablePrefix, markedPrefix, ifMoved } = column.tokens
  const of = { stable: stablePrefix, marked: markedPrefix, moved: ifMoved.at(-1)?.tokens ?? stablePrefix }
  return of[caching.prefix]
}

/** The call's `prefixRatio` once so many tokens of what can be cached of its prompt are gone. */
export function prefixRatioWithout(column: SavingsColumn, call: PlannedCall, removed: number): number {
  const { cacheRule, tokens } = column
  const own = call.caching
    ? prefixTokens(column, call.caching)
    : cacheRule?.mode === 'asked'
      ? tokens.markedPrefix
      : tokens.stablePrefix
  return own === 0 ? call.prefixRatio : call.prefixRatio * (1 - Math.min(removed, own) / own)
}

/** How often each call finds its prefix: calls that share a column and a lifetime keep it warm for one another. */
function hitRatios(input: SavingsInput, calls: readonly PlannedCall[]): readonly number[] {
  const shares = new Map<string, number>()
  const keyOf = ({ columnNo, caching }: PlannedCall) => `${columnNo} ${caching?.lifetime.seconds ?? 0}`
  for (const call of calls) shares.set(keyOf(call), (shares.get(keyOf(call)) ?? 0) + call.share)
  // Not all cases of a run that was stopped: what it did not get to would count as calls that go elsewhere.
  const asked = Math.max(1, new Set(calls.map(({ caseNo }) => caseNo)).size)
  const ratios = new Map<string, number>()
  return calls.map((call) => {
    if (call.caching === null) return 0
    const key = keyOf(call)
    const known = ratios.get(key)
    if (known !== undefined) return known
    const { seconds } = call.caching.lifetime
    const ratio = Math.min(1, (shares.get(key) ?? 0) / asked)
    const hit = prefixHitRatio(input, seconds, ratio)
    ratios.set(key, hit)
    return hit
  })
}
