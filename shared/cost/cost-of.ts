import type { PriceRow, TokenPrices } from '../domain/model.ts'
import type { NanoUsd } from '../domain/money.ts'
import { promptTokensOf, type Usage } from '../domain/usage.ts'
import { pricesFor } from './prices-for.ts'
import { type Purchase, serviceFactor } from './service-factor.ts'

export type TokenClass = keyof TokenPrices

export interface Cost {
  /** The sum of `byClass`. */
  readonly nanoUsd: NanoUsd
  readonly byClass: Readonly<Record<TokenClass, NanoUsd>>
  /** Classes that were used but have no price of their own: they are reckoned at the input price. */
  readonly assumedClasses: readonly TokenClass[]
}

/**
 * What a call cost; the one place where tokens become money.
 *
 * The prompt's whole length chooses the tier, and the tier holds for the whole request, output included. Reasoning is
 * part of the output and is not billed again.
 *
 * @returns null when the price, or the factor of the service or region that is asked for, is unknown
 */
export function costOf(call: Purchase & { readonly usage: Usage; readonly price: PriceRow | null }): Cost | null {
  const { usage, price } = call
  if (price === null) return null
  const factor = serviceFactor(price, call)
  if (factor === null) return null
  const prices = pricesFor(price, promptTokensOf(usage))
  const tokens: Record<TokenClass, number> = {
    input: usage.inputTokens,
    output: usage.outputTokens,
    cacheRead: usage.cacheReadTokens,
    cacheWrite5m: usage.cacheWrite5mTokens,
    cacheWrite1h: usage.cacheWrite1hTokens,
  }
  const classes = Object.keys(tokens) as TokenClass[] // the keys of the literal above
  const byClass = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  for (const name of classes) byClass[name] = tokenCost(tokens[name], (prices[name] ?? prices.input) * factor)
  return {
    nanoUsd: classes.reduce((sum, name) => sum + byClass[name], 0),
    byClass,
    assumedClasses: classes.filter((name) => prices[name] === null && tokens[name] > 0),
  }
}

/** Cost of tokens at a price in USD per million: one dollar per million is 1,000 nano-dollars per token. */
export function tokenCost(tokens: number, usdPerMillion: number): NanoUsd {
  return Math.round(tokens * usdPerMillion * 1000)
}
