import type { CacheRule } from '../cost/cache-rules.ts'
import type { PartialTexts } from '../domain/partial.ts'
import type { LintMessage } from './lint-message.ts'

/** What is known about a prompt beside its text. */
export interface LintSetting {
  /** True where the request carries a response schema: the format of the answer is given by it. */
  readonly hasResponseSchema: boolean
  /** Tools that the request offers. */
  readonly tools: readonly { readonly name: string }[]
  /** The eval set's columns; null = unknown, and then no variable can be said to be missing. */
  readonly variableNames: readonly string[] | null
  /** From which length on the first chosen model's provider caches a prefix; null where it has no cache. */
  readonly cacheMinimum: CacheMinimum | null
  /** Whose variables the prompt needs as well; their own text is not looked at. Absent = none. */
  readonly partials?: PartialTexts
}

export interface LintPrompt extends LintSetting {
  readonly messages: readonly LintMessage[]
}

/** Of a prompt about which nothing else is known. */
export const plainSetting: LintSetting = {
  hasResponseSchema: false,
  tools: [],
  variableNames: null,
  cacheMinimum: null,
}

/** From how many tokens on a provider caches the beginning of a prompt. */
export interface CacheMinimum {
  readonly tokens: number
  /** As a sentence names it: "OpenAI". */
  readonly provider: string
}

const PROVIDERS: Readonly<Record<string, string>> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  'openai-earlier': 'OpenAI',
  gemini: 'Gemini',
}

/** Null where there is no cache, or no minimum is published. */
export function cacheMinimum(rule: CacheRule | null): CacheMinimum | null {
  if (rule === null || rule.minTokens === null) return null
  return { tokens: rule.minTokens, provider: PROVIDERS[rule.id] ?? rule.id }
}
