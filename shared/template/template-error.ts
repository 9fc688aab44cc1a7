import { AppError } from '../contract/errors.ts'
import { textPosition } from './text-position.ts'

/** A template that cannot be read or filled in, with the place, so that an editor can show it. */
export class TemplateError extends AppError {
  /** What is wrong, without the place. */
  readonly reason: string
  /** UTF-16 offset into the template. */
  readonly offset: number
  /** Both from 1. */
  readonly line: number
  readonly column: number

  constructor(text: string, offset: number, reason: string) {
    const { line, column } = textPosition(text, offset)
    super('bad-input', `Line ${line}, column ${column} of the template: ${reason}`)
    this.reason = reason
    this.offset = offset
    this.line = line
    this.column = column
  }
}
