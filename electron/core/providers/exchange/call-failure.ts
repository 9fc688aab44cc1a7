import type { Deadlines } from '../../../../shared/domain/deadlines.ts'
import type { ErrorCode } from '../../../../shared/domain/wire-error.ts'
import type { ProviderFailure } from '../provider.ts'
import type { DeadlineName } from './deadlines.ts'

/** What a failed call means: everything of a ProviderError but its cause and what had come of the reply. */
export interface CallFailure extends Omit<ProviderFailure, 'retryAfterMs' | 'status' | 'partial'> {
  readonly code: ErrorCode
  readonly message: string
  readonly retryAfterMs?: number | null
}

/** What it depends on besides the fault itself. */
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
