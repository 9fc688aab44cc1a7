import { type Liquid, LiquidError, type Template } from 'liquidjs'
import { type BlockProblem, checkBlocks } from './check-blocks.ts'
import { createLiquid, parsePieces } from './liquid-engine.ts'
import { scanTemplate, type TemplatePiece } from './scan-template.ts'
import { TemplateError } from './template-error.ts'
import type { VariablePath } from './variable-path.ts'

/** A template ready to be filled in many times. */
export type ParsedTemplate = PlainTemplate | LiquidTemplate

/** Text and variables only: filled in by joining strings, which is some 20 times faster than Liquid. */
export interface PlainTemplate {
  readonly kind: 'plain'
  readonly text: string
  readonly parts: readonly (string | PlainVariable)[]
  /** Where each part begins in the template. */
  readonly starts: readonly number[]
}

export interface PlainVariable extends VariablePath {
  readonly segments: readonly (string | number)[]
}

export interface LiquidTemplate {
  readonly kind: 'liquid'
  readonly text: string
  readonly liquid: Liquid
  readonly templates: Template[]
}

/** A template that cannot be used, with everything that is wrong with it. */
export interface BrokenTemplate {
  readonly kind: 'broken'
  readonly problems: readonly BlockProblem[]
}

/**
 * Reads a template: `{{ variable }}` with paths and filters, and the tags if, unless, for, case, comment and raw.
 * Everything else is plain text and stays as it is.
 *
 * @throws AppError `bad-input` naming line and column, when a block is not closed or a tag cannot be read
 */
export function parseTemplate(text: string): ParsedTemplate {
  const result = readPieces(text, scanTemplate(text))
  if (result.kind !== 'broken') return result
  const [problem] = result.problems
  if (problem === undefined) throw new Error('A broken template must have a problem.')
  throw new TemplateError(text, problem.start, problem.message)
}

/** The same without a throw, for the pieces that scanTemplate found. */
export function readPieces(text: string, pieces: readonly TemplatePiece[]): ParsedTemplate | BrokenTemplate {
  const problems = checkBlocks(pieces)
  if (problems.length > 0) return { kind: 'broken', problems }
  const plain = plainParts(text, pieces)
  if (plain !== null) return { kind: 'plain', text, ...plain }
  const liquid = createLiquid()
  try {
    return { kind: 'liquid', text, liquid, templates: parsePieces(liquid, text, pieces) }
  } catch (error) {
    if (!LiquidError.is(error)) throw error
    const message = `${tagText(error)} cannot be read: ${liquidReason(error)}.`
    return { kind: 'broken', problems: [{ message, start: error.token.begin, end: error.token.end }] }
  }
}

/** What Liquid says, without the place and the file that it adds. */
export function liquidReason(error: LiquidError): string {
  return (error.originalError?.message ?? error.message).replace(/, (?:file|line):?.*$/s, '').replace(/\.$/, '')
}

function tagText(error: LiquidError): string {
  const text = error.token.getText()
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

function plainParts(text: string, pieces: readonly TemplatePiece[]): Pick<PlainTemplate, 'parts' | 'starts'> | null {
  const parts: (string | PlainVariable)[] = []
  const starts: number[] = []
  for (const piece of pieces) {
    if (piece.kind === 'tag') {
      if (!piece.isVerbatim) return null
      continue
    }
    starts.push(piece.start)
    if (piece.kind === 'text') parts.push(text.slice(piece.start, piece.end))
    else {
      const { segments } = piece.path
      if (piece.hasFilters || segments === null) return null
      parts.push({ ...piece.path, segments })
    }
  }
  return { parts, starts }
}
