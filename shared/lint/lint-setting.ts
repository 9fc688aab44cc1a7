import type { CacheMinimum } from './cache-minimum.ts'
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
