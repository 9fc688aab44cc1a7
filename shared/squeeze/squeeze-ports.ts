import type { CaseId } from '../domain/ids.ts'
import type { JsonObject } from '../domain/json.ts'
import type { NanoUsd } from '../domain/money.ts'
import type { Message } from '../domain/prompt.ts'
import type { SqueezeSnapshot } from '../domain/squeeze.ts'

/** One request to the small model. */
export interface ModelRequest {
  readonly system: string
  readonly user: string
  readonly maxOutputTokens: number
  /** Sent to models that take one; the prompt says the same in words. */
  readonly schema: JsonObject
}

/** One call on a case. */
export interface CaseCall {
  readonly messages: readonly Message[]
  readonly caseIndex: number
}

/**
 * What came of it; null = it failed for good, and says nothing about the candidate; left-out = a limit that not every case bears
 * refused it, so that no version may be compared on this case any more.
 */
export type CaseOutcome = CaseResult | 'left-out' | null

export interface CaseResult {
  /** 0 to 1. */
  readonly score: number
  /** Null = unpriced. */
  readonly costNanoUsd: NanoUsd | null
  readonly promptTokens: number
  readonly outputTokens: number
  readonly output: string
  /** Critical assertions by key: whether they passed. */
  readonly critical: ReadonlyMap<string, boolean>
  /** What assertions that did not pass said; absent = not told. */
  readonly faults?: readonly string[]
}

/** A case, as far as a squeeze looks at it. */
export interface SqueezeCase {
  readonly index: number
  readonly caseId: CaseId
  /** 1, 2 … as shown in the first column. */
  readonly position: number
  readonly expected: string | null
  /** Cases with the same key are one observation. */
  readonly cluster: string
  /** For the small model, as data. */
  readonly text: string
}

export type LiveView = Pick<
  SqueezeSnapshot,
  | 'stage'
  | 'segments'
  | 'ledger'
  | 'edits'
  | 'rejected'
  | 'worth'
  | 'arms'
  | 'bestArmId'
  | 'verdict'
  | 'confirmations'
  | 'hypervolumes'
  | 'proof'
  | 'notes'
  | 'promptTokens'
> & { readonly callsUsed: number }

/** What a squeeze needs from its surroundings. Deterministic answers make the whole squeeze deterministic. */
export interface SqueezePorts {
  /** Asks the small model; null when it gives no usable answer. @throws when cancelled or the budget is used up */
  readonly complete: (request: ModelRequest) => Promise<string | null>
  /** Asks the target model, as many at once as it allows; in the order of the calls. @throws likewise */
  readonly evaluate: (calls: readonly CaseCall[]) => Promise<readonly CaseOutcome[]>
  readonly report: (view: LiveView) => void
  /** True once the user asks to stop with the best so far: looked at between two steps. */
  readonly isStopAsked: () => boolean
  readonly signal: AbortSignal
}
