import type { Deadlines } from '../../../../shared/domain/deadlines.ts'
import type { ErrorCode } from '../../../../shared/domain/wire-error.ts'
import type { Billing } from '../provider.ts'
import type { DeadlineName } from './deadlines.ts'

/** What a failed call means: everything of a ProviderError but its cause and what had come of the reply. */
export interface Verdict {
  readonly code: ErrorCode
  readonly message: string
  readonly billing: Billing
  readonly isRetryable: boolean
  readonly stops?: 'model' | 'provider'
  readonly refusedParameter?: string
  readonly isOutOfCapacity?: boolean
  readonly retryAfterMs?: number | null
}

/** What the verdict depends on besides the fault itself. */
export interface CallFacts {
  /** Who was asked, for messages: "OpenAI". */
  readonly label: string
  /** Null when the call is about no model. */
  readonly modelName: string | null
  /** False only where it is certain that the provider has seen nothing. */
  readonly mayHaveLeft: boolean
  readonly isCancelled: boolean
  readonly expired: DeadlineName | null
  readonly deadlines: Deadlines
  readonly nowMs: number
}

export const MAY_BE_BILLED = 'The call may have been billed.'
