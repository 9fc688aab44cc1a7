import { AppError } from '../../../shared/contract/errors.ts'
import type { ErrorCode } from '../../../shared/domain/wire-error.ts'
import type { ProviderFailure } from './provider.ts'

/** A call that failed, with the state of its money; the message never holds prompt text, a key or a reply's body. */
export class ProviderError extends AppError {
  readonly failure: ProviderFailure

  constructor(code: ErrorCode, message: string, failure: ProviderFailure, cause?: unknown) {
    super(code, message, { retryable: failure.isRetryable, cause })
    this.name = 'ProviderError'
    this.failure = failure
  }
}
