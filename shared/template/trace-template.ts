import type { ParsedTemplate } from './parse-template.ts'
import { renderInto, type TemplateVariables } from './render-template.ts'
import { stretchAt } from './source-place.ts'
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
  const { stretches } = parsed
  if (stretches.length === 0) return { text: emitter.buffer, pieces: emitter.pieces }
  return { text: emitter.buffer, pieces: emitter.pieces.map((piece) => ownPiece(piece, stretches)) }
}

/** What a partial wrote comes from the tag that stands for it. */
function ownPiece(piece: TracedPiece, stretches: ParsedTemplate['stretches']): TracedPiece {
  const stretch = stretchAt(stretches, piece.sourceStart)
  if (!stretch) return piece
  const { partial, place, sourceStart, start } = stretch
  if (partial === null) return { ...piece, sourceStart: sourceStart + piece.sourceStart - start }
  return { ...piece, sourceStart: place.start, isVerbatim: false, partial: partial.name }
}
