import { type Liquid, LiquidError, type Template } from 'liquidjs'
import type { PartialTexts } from '../domain/partial.ts'
import { type BlockProblem, checkBlocks } from './check-blocks.ts'
import { type ExpandedTemplate, expandTemplate, lineText, type Stretch } from './expand-template.ts'
import { createLiquid, parsePieces } from './liquid-engine.ts'
import type { TemplatePiece } from './scan-template.ts'
import { sourcePlace } from './source-place.ts'
import { TemplateError } from './template-error.ts'
import type { VariablePath } from './variable-path.ts'

/** A template ready to be filled in many times. */
export type ParsedTemplate = PlainTemplate | LiquidTemplate

/** With the partials in place, and where each stretch of it comes from. */
export interface TemplateText {
  readonly text: string
  /** Empty for a template without partials. */
  readonly stretches: readonly Stretch[]
  readonly template: string
}

/** Text and variables only: filled in by joining strings, which is some 20 times faster than Liquid. */
export interface PlainTemplate extends TemplateText {
  readonly kind: 'plain'
  readonly parts: readonly (string | PlainVariable)[]
  /** Where each part begins in the template. */
  readonly starts: readonly number[]
}

export interface PlainVariable extends VariablePath {
  readonly segments: readonly (string | number)[]
}

export interface LiquidTemplate extends TemplateText {
  readonly kind: 'liquid'
  readonly liquid: Liquid
  readonly templates: Template[]
}

/** A template that cannot be used, with everything that is wrong with it. */
export interface BrokenTemplate {
  readonly kind: 'broken'
  readonly problems: readonly BlockProblem[]
}

/**
 * Reads a template: `{{ variable }}` with paths and filters, the tags if, unless, for, case, comment and raw, and
 * `{% render 'name', tone: style %}` for a partial. Everything else is plain text and stays as it is.
 *
 * @throws AppError `bad-input` naming line and column, when a block is not closed, a tag cannot be read or a partial is not there
 */
export function parseTemplate(text: string, partials?: PartialTexts): ParsedTemplate {
  const result = readTemplate(text, expandTemplate(text, partials))
  if (result.kind !== 'broken') return result
  throw firstError(text, result)
}

/** What keeps a template from being used; null when nothing does. */
export function templateProblem(text: string, expanded: ExpandedTemplate): TemplateError | null {
  const result = readTemplate(text, expanded)
  return result.kind === 'broken' ? firstError(text, result) : null
}

function firstError(text: string, { problems: [problem] }: BrokenTemplate): TemplateError {
  if (problem === undefined) throw new Error('A broken template must have a problem.')
  return new TemplateError(text, problem.start, problem.message)
}

/** The same without a throw, for a template whose partials are in place. */
export function readTemplate(template: string, expanded: ExpandedTemplate): ParsedTemplate | BrokenTemplate {
  const { text, pieces, stretches } = expanded
  const blocks = checkBlocks(pieces).map((problem) => ownProblem(expanded, problem))
  const problems = [...expanded.problems, ...blocks].sort((a, b) => a.start - b.start)
  if (problems.length > 0) return { kind: 'broken', problems }
  const plain = plainParts(text, pieces)
  if (plain !== null) return { kind: 'plain', text, stretches, template, ...plain }
  const liquid = createLiquid()
  try {
    return { kind: 'liquid', text, stretches, template, liquid, templates: parsePieces(liquid, text, pieces) }
  } catch (error) {
    if (!LiquidError.is(error)) throw error
    const message = `${tagText(error)} cannot be read: ${liquidReason(error)}.`
    const problem = { message, start: error.token.begin, end: error.token.end }
    return { kind: 'broken', problems: [ownProblem(expanded, problem)] }
  }
}

/** A problem at a place of the text with its partials, told at its place in the template. */
export function templateError(parsed: TemplateText, offset: number, reason: string): TemplateError {
  const { start, message } = ownProblem(parsed, { start: offset, end: offset, message: reason })
  return new TemplateError(parsed.template, start, message)
}

function ownProblem(expanded: Pick<TemplateText, 'stretches'>, problem: BlockProblem): BlockProblem {
  const { offset, partial } = sourcePlace(expanded, problem.start)
  if (!partial) return { ...problem, start: offset, end: offset + problem.end - problem.start }
  const place = `in the partial "${partial.name}", ${lineText(partial.text, partial.offset)}`
  return { message: `${place}: ${problem.message}`, start: offset, end: offset + 2 }
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
