import type { SavingsColumn } from '../savings-input.ts'

/** Names of what changes with every call, however alike two requests are otherwise. */
const VOLATILE =
  /(^|_|-)(now|today|date|time|timestamp|datetime|uuid|guid|nonce|random|seed|session|request|trace|user)(_?id)?($|_|-)/i

/**
 * What keeps a prompt's beginning from being cached, in words; empty where nothing does. A status line of 25 tokens at the front turned
 * $0.59 into $4.24 per run in Anthropic's own test (science.md section 6.5).
 */
export function prefixLint({
  tokens,
  variantLabel,
}: Pick<SavingsColumn, 'tokens' | 'variantLabel'>): readonly string[] {
  const { prefixEndsAt, stablePrefix, ifMoved, prompt } = tokens
  if (prefixEndsAt === null) return []
  const moved = ifMoved.at(-1)?.tokens ?? stablePrefix
  const lost = moved - stablePrefix
  if (lost < 100 || lost < prompt * 0.1) return []
  const why = VOLATILE.test(prefixEndsAt) ? 'changes with every call' : 'changes from case to case'
  return [
    `{{${prefixEndsAt}}} ${why} and stands before ${Math.round(lost).toLocaleString('en-US')} tokens that do not: move it behind them, and all ${Math.round(moved).toLocaleString('en-US')} of ${variantLabel} can be cached.`,
  ]
}
