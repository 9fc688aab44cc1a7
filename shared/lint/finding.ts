import type { RiskClass } from '../domain/compression.ts'
import type { NanoUsd } from '../domain/money.ts'
import type { FixEdit } from './lint-rule.ts'

/** What a rule found, counted; offsets are UTF-16 into the message's template. */
export interface Finding {
  /** Unique among the findings of one look. */
  readonly id: string
  /** Stays the same while the text around it does: what a dismissal remembers. */
  readonly key: string
  readonly ruleId: string
  readonly risk: RiskClass
  readonly messageIndex: number
  readonly start: number
  readonly end: number
  readonly message: string
  /** Fixes of one look never overlap; null where only the author can mend it. */
  readonly fix: readonly FixEdit[] | null
  /** By the first chosen model's tokenizer, 0 where the fix is worth making all the same; null without a fix. */
  readonly savedTokens: number | null
  /** At the input price and the profile's calls per day, nothing cached; null = unpriced, or no fix. */
  readonly savedNanoUsdPerMonth: NanoUsd | null
}
