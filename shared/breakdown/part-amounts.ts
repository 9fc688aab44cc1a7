import { costOf } from '../cost/cost-of.ts'
import { monthlyCost } from '../cost/monthly-cost.ts'
import type { PriceRow } from '../domain/model.ts'
import type { NanoUsd } from '../domain/money.ts'
import { allot } from './allot.ts'

/** What a part takes of the average call; null = unpriced. */
export interface Amounts {
  readonly tokens: number
  readonly callNanoUsd: NanoUsd | null
  readonly monthNanoUsd: NanoUsd | null
}

/** What a provider adds to the texts of a request. */
export interface Overhead {
  readonly label: string
  readonly tokens: number
  /** Stands before the messages, as a part of what can be cached. */
  readonly isPrefix?: boolean
  /** What the figure rests on, with its day. */
  readonly note?: string
}

export interface PartAmounts {
  /** In the order of the cuts; so are the overheads. */
  readonly cuts: readonly Amounts[]
  readonly overheads: readonly Amounts[]
  readonly output: Amounts
  /** The sum of all of them, in every column. */
  readonly whole: Amounts
}

/** Shares the cost of the average call out to the parts of its prompt, by their tokens; every column adds up exactly. */
export function partAmounts(given: {
  /** Tokens of all counted prompts together, by cut. */
  readonly tokenSums: readonly number[]
  readonly prompts: number
  /** Tokens of the model per token counted; 1 where the count is exact. */
  readonly tokenRatio: number
  readonly overheads: readonly Overhead[]
  readonly outputTokens: number
  readonly price: PriceRow | null
  readonly callsPerDay: number
}): PartAmounts {
  const { tokenSums, overheads, outputTokens, price, callsPerDay } = given
  const counted = tokenSums.reduce((sum, one) => sum + one, 0)
  const textTokens = Math.round((counted / given.prompts) * given.tokenRatio)
  const inputTokens = [
    ...allot(textTokens, tokenSums),
    ...overheads.map(({ tokens }) => Math.max(0, Math.round(tokens))),
  ]
  const usage = {
    inputTokens: inputTokens.reduce((sum, one) => sum + one, 0),
    outputTokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    reasoningTokens: null,
    isEstimated: true,
  }
  const cost = costOf({ usage, price })
  const perCall = cost && [...allot(cost.byClass.input, inputTokens), cost.byClass.output]
  const month = monthlyCost(cost?.nanoUsd ?? null, callsPerDay)
  const perMonth = perCall && month !== null ? allot(month, perCall) : null
  const all = [...inputTokens, outputTokens].map(
    (tokens, index): Amounts => ({
      tokens,
      callNanoUsd: perCall?.[index] ?? null,
      monthNanoUsd: perMonth?.[index] ?? null,
    }),
  )
  return {
    cuts: all.slice(0, tokenSums.length),
    overheads: all.slice(tokenSums.length, -1),
    output: all.at(-1) ?? addAmounts([]),
    whole: addAmounts(all),
  }
}

/** The amounts of several parts together; unpriced as soon as one of them is. */
export function addAmounts(amounts: readonly Amounts[]): Amounts {
  return amounts.reduce(
    (sum, one): Amounts => ({
      tokens: sum.tokens + one.tokens,
      callNanoUsd: addOrNull(sum.callNanoUsd, one.callNanoUsd),
      monthNanoUsd: addOrNull(sum.monthNanoUsd, one.monthNanoUsd),
    }),
    { tokens: 0, callNanoUsd: 0, monthNanoUsd: 0 },
  )
}

function addOrNull(a: NanoUsd | null, b: NanoUsd | null): NanoUsd | null {
  return a === null || b === null ? null : a + b
}
