import { pricesFor } from '../cost/prices-for.ts'
import { cacheHitRatio, cacheMultiplier } from '../cost/prompt-caching.ts'
import type { PriceRow } from '../domain/model.ts'
import type { Message } from '../domain/prompt.ts'
import type { CacheProfile } from '../domain/squeeze.ts'
import { expandTemplate } from '../template/expand-template.ts'
import type { Composition } from './apply-changes.ts'
import type { ExpectedCost } from './gates/gate.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'

export interface CostFacts {
  readonly price: PriceRow | null
  /** Null = caching is not counted. */
  readonly cacheProfile: CacheProfile | null
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
function costOfSize({ tokens, prefixTokens }: PromptSize, { price, cacheProfile }: CostFacts): number | null {
  if (price === null) return null
  const { input, cacheRead, cacheWrite5m } = pricesFor(price, tokens)
  const perToken = input * 1000
  if (cacheProfile === null || cacheRead === null || input === 0 || prefixTokens < cacheProfile.minPrefixTokens)
    return tokens * perToken
  const { callsPerDay, ttlMinutes } = cacheProfile
  const hits = cacheHitRatio(callsPerDay, ttlMinutes * 60, { pattern: 'steady', burstCalls: 1 })
  const multiple = cacheMultiplier(hits, { read: cacheRead / input, write: (cacheWrite5m ?? input) / input })
  return (prefixTokens * multiple + (tokens - prefixTokens)) * perToken
}
