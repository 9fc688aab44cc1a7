import { allot } from '../../breakdown/allot.ts'
import { pricesFor } from '../../cost/prices-for.ts'
import type { PriceRow } from '../../domain/model.ts'
import type { NanoUsd } from '../../domain/money.ts'
import { SpendClass, type TokenSums } from '../../domain/spend-breakdown.ts'

export interface ModelSpend {
  readonly nanoUsd: NanoUsd
  readonly tokens: TokenSums
  readonly price: PriceRow | null
}

export interface ClassSpend {
  readonly byClass: readonly { readonly class: SpendClass; readonly tokens: number; readonly nanoUsd: NanoUsd | null }[]
  readonly unsplitNanoUsd: NanoUsd
}

/**
 * Money by class of tokens: what each model was billed, shared out in proportion to its tokens at its list prices, so that the shares
 * and what could not be shared out add up to the bill exactly. Reasoning is billed as output, and shown apart.
 */
export function classSpend(models: readonly ModelSpend[]): ClassSpend {
  const classes = SpendClass.options
  const tokens = classes.map(() => 0)
  const money: (NanoUsd | null)[] = classes.map(() => null)
  let unsplitNanoUsd = 0
  for (const model of models) {
    const counts = classes.map((name) => tokensOf(model.tokens, name))
    for (const [index, count] of counts.entries()) tokens[index] = (tokens[index] ?? 0) + count
    const prices = model.price && pricesFor(model.price, 0)
    const weights = prices && classes.map((name, index) => (counts[index] ?? 0) * priceOf(prices, name))
    if (weights === null || weights.every((weight) => weight === 0)) {
      unsplitNanoUsd += model.nanoUsd
      continue
    }
    for (const [index, share] of allot(model.nanoUsd, weights).entries()) money[index] = (money[index] ?? 0) + share
  }
  return {
    byClass: classes.map((name, index) => ({ class: name, tokens: tokens[index] ?? 0, nanoUsd: money[index] ?? null })),
    unsplitNanoUsd,
  }
}

function tokensOf(tokens: TokenSums, name: SpendClass): number {
  switch (name) {
    case 'input':
      return tokens.inputTokens
    case 'cacheRead':
      return tokens.cacheReadTokens
    case 'cacheWrite5m':
      return tokens.cacheWrite5mTokens
    case 'cacheWrite1h':
      return tokens.cacheWrite1hTokens
    case 'reasoning':
      return Math.min(tokens.reasoningTokens, tokens.outputTokens)
    case 'output':
      return Math.max(0, tokens.outputTokens - tokens.reasoningTokens)
    default:
      return name satisfies never
  }
}

function priceOf(prices: ReturnType<typeof pricesFor>, name: SpendClass): number {
  if (name === 'reasoning' || name === 'output') return prices.output
  return prices[name] ?? prices.input
}
