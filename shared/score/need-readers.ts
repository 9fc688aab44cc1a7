import { AppError } from '../contract/errors.ts'
import type { DocumentReaders, ScorerContext } from './scorer.ts'

/** @throws AppError `bad-input` where the core lends none */
export function needReaders({ documents }: ScorerContext): DocumentReaders {
  if (!documents) throw new AppError('bad-input', 'Nothing here can read documents of this language.')
  return documents
}
