import type { Message } from '../../domain/prompt.ts'
import type { LedgerItem, SqueezeEdit } from '../../domain/squeeze.ts'
import type { Entailment } from '../ledger/ledger-coverage.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'

/** What a candidate would cost per call beside the original; null = unknown, unpriced. */
export interface ExpectedCost {
  readonly tokensBefore: number
  readonly tokensAfter: number
  readonly nanoUsdBefore: number | null
  readonly nanoUsdAfter: number | null
}

export interface GateInput {
  readonly prompt: SqueezePrompt
  readonly after: readonly Message[]
  /** All text without examples, before and after. */
  readonly rulesBefore: string
  readonly rulesAfter: string
  readonly edits: readonly SqueezeEdit[]
  /** What must still be said: less what the edits replace on purpose. */
  readonly required: readonly LedgerItem[]
  /** By item, where a model compared both texts. */
  readonly judged: ReadonlyMap<string, Entailment>
  /** Counted when it is first asked for. */
  readonly cost: ExpectedCost
  /** Null = no limit. */
  readonly maxPromptTokens: number | null
}

/** A check of a candidate that needs no call. One file in plugins/, named after its id. */
export interface Gate {
  readonly id: string
  readonly label: string
  /** Why the candidate may not pass, as a sentence; null = it passes. */
  readonly check: (input: GateInput) => string | null
}
