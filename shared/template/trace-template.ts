import type { ParsedTemplate } from './parse-template.ts'
import { renderInto, type TemplateVariables } from './render-template.ts'
import { TextEmitter, type TracedPiece } from './text-emitter.ts'

export interface TracedText {
  readonly text: string
  /** In the order of the text, without gaps. */
  readonly pieces: readonly TracedPiece[]
}

/**
 * Fills a template in, as renderTemplate does, and tells which stretch of the result comes from where in the template.
 *
 * @throws AppError `bad-input` as renderTemplate
 */
export function traceTemplate(parsed: ParsedTemplate, variables: TemplateVariables, limitMs?: number): TracedText {
  const emitter = new TextEmitter()
  renderInto(emitter, parsed, { variables, limitMs })
  return { text: emitter.buffer, pieces: emitter.pieces }
}
