import { AppError } from '../../../shared/contract/errors.ts'

/** A document that was not read says nothing: its assertion fails, negated or not. */
export function unread(message: string): AppError {
  return new AppError('bad-input', message)
}
