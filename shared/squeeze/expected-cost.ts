import { pricesFor } from '../cost/prices-for.ts'
import { cacheHitRatio, cacheMultiplier } from '../cost/prompt-caching.ts'
import type { PriceRow } from '../domain/model.ts'
import type { Message } from '../domain/prompt.ts'
import { expandTemplate } from '../template/expand-template.ts'
import type { Composition } from './apply-changes.ts'
import { type CachingFacts, cachingOf } from './caching-of.ts'
import type { ExpectedCost } from './gates/gate.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'

export interface CostFacts extends CachingFacts {
  readonly price: PriceRow | null
}

/** What a prompt's own text costs per call, before and after, with the provider's prefix cache counted. */
export function expectedCost(
  prompt: SqueezePrompt,
  { messages }: Pick<Composition, 'messages'>,
  facts: CostFacts,
): ExpectedCost {
  const [before, after] = [sizeOf(prompt.messages, prompt), sizeOf(messages, prompt)]
  return {
    tokensBefore: before.tokens,
    tokensAfter: after.tokens,
    nanoUsdBefore: costOfSize(before, facts),
    nanoUsdAfter: costOfSize(after, facts),
  }
}

interface PromptSize {
  readonly tokens: number
  /** Up to the first variable: all that a cache can hold. */
  readonly prefixTokens: number
}

function sizeOf(messages: readonly Message[], { countTokens, partials }: SqueezePrompt): PromptSize {
  let tokens = 0
  let prefixTokens: number | null = null
  for (const { template } of messages) {
    const { text, pieces } = expandTemplate(template, partials)
    const firstSlot = pieces.find(({ kind }) => kind !== 'text')
    if (prefixTokens === null && firstSlot) prefixTokens = tokens + countTokens(text.slice(0, firstSlot.start))
    tokens += countTokens(text)
  }
  return { tokens, prefixTokens: prefixTokens ?? tokens }
}

/** In nano-dollars, not rounded, since single tokens are compared. */
function costOfSize({ tokens, prefixTokens }: PromptSize, facts: CostFacts): number | null {
  if (facts.price === null) return null
  const prices = pricesFor(facts.price, tokens)
  const { input, cacheRead } = prices
  const perToken = input * 1000
  const caching = cachingOf(facts)
  if (caching === null || cacheRead === null || input === 0 || prefixTokens < caching.minPrefixTokens)
    return tokens * perToken
  const { callsPerDay, lifetimeS, writeClass } = caching
  const hits = cacheHitRatio(callsPerDay, lifetimeS, { pattern: 'steady', burstCalls: 1 })
  const multiple = cacheMultiplier(hits, { read: cacheRead / input, write: (prices[writeClass] ?? input) / input })
  return (prefixTokens * multiple + (tokens - prefixTokens)) * perToken
}
