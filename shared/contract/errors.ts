import type { ErrorCode, WireError } from '../domain/wire-error.ts'

/** An expected failure; its message is written for the user. Everything else is a bug and reads "internal". */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

/** What a client may know of a throw; the message of an unexpected one stays in the log. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, retryable: error.retryable }
  return { code: 'internal', message: 'Something went wrong inside Pithy. The log has the details.', retryable: false }
}
