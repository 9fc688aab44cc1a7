import type { VariantContent } from '../../domain/prompt.ts'

/** Another way to say or ask what a variant does, ready to be run beside it. */
export interface VariantVersion {
  /** Unique among those that are proposed together. */
  readonly id: string
  /** What it changes, as the new variant is named: "Label only". */
  readonly label: string
  readonly content: VariantContent
  /** Whether it is worth a try by what is known; the user ticks the others by hand. */
  readonly isSuggested: boolean
  /** Tokens of an average request that go beside those of the template: a variable's value. Absent = none. */
  readonly savedValueTokens?: number
}
