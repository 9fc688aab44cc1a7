import { TEMPLATE_FILTERS } from './template-filters.ts'
import { VARIABLE_PATH_PATTERN, type VariablePath, variablePath } from './variable-path.ts'

export type TemplatePiece = TextPiece | OutputPiece | TagPiece

interface Range {
  /** UTF-16 offsets into the template. */
  readonly start: number
  readonly end: number
}

/** Sent as it is, byte for byte. */
export interface TextPiece extends Range {
  readonly kind: 'text'
}

/** `{{ user.name | upcase }}` */
export interface OutputPiece extends Range {
  readonly kind: 'output'
  readonly path: VariablePath
  readonly hasFilters: boolean
  /** Where the filters begin; `end - 2` if there are none. */
  readonly pathEnd: number
}

/** `{% if urgent %}` */
export interface TagPiece extends Range {
  readonly kind: 'tag'
  readonly name: string
  /** Offsets of what follows the name. */
  readonly argumentsStart: number
  readonly argumentsEnd: number
  /** True for raw, endraw, comment and endcomment: the scanner has dealt with them. */
  readonly isVerbatim: boolean
}

const TAGS = 'if|elsif|else|endif|unless|endunless|for|endfor|case|when|endcase|raw|endraw|comment|endcomment|render'
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank'])
// Tags are sought to their end, so a text full of "{% if" without an end would take quadratic time without a limit.
const MAX_TAG_CHARACTERS = 2000

const ARGUMENT = String.raw`(?:"[^"\n]{0,1000}"|'[^'\n]{0,1000}'|-?\d{1,15}(?:\.\d{1,15})?|${VARIABLE_PATH_PATTERN})`
const FILTER = String.raw`\|\s*([a-z_]+)\s*(?::\s*${ARGUMENT}\s*(?:,\s*${ARGUMENT}\s*)*)?`
// Made once: to make them takes longer than to scan a prompt. Whoever uses a sticky one says first where it begins.
const OUTPUT = new RegExp(String.raw`\{\{\s*(${VARIABLE_PATH_PATTERN})\s*((?:${FILTER})*)\}\}`, 'uy')
const TAG_START = new RegExp(String.raw`\{%-?\s*(${TAGS})(?!\w)`, 'y')
const FILTERS = new RegExp(FILTER, 'gu')

/**
 * Cuts a template into text, outputs and tags; together the pieces cover it, less what a comment or a tag with `{%-`
 * takes away. What is not exactly one of ours (`{{"a":1}}`, `{{- x }}`, `{% include %}`, a lone `{`) is text.
 */
export function scanTemplate(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = []
  let textStart = 0
  let open = text.indexOf('{')
  while (open !== -1) {
    const piece = outputAt(text, open) ?? tagAt(text, open)
    if (piece === null) {
      open = text.indexOf('{', open + 1)
      continue
    }
    if (open > textStart) pieces.push({ kind: 'text', start: textStart, end: open })
    pieces.push(piece)
    textStart = piece.end
    if (piece.kind === 'tag' && (piece.name === 'raw' || piece.name === 'comment')) {
      textStart = scanVerbatim(text, piece, pieces)
    }
    open = text.indexOf('{', textStart)
  }
  if (text.length > textStart) pieces.push({ kind: 'text', start: textStart, end: text.length })
  return trimAroundTags(text, pieces)
}

function outputAt(text: string, start: number): OutputPiece | null {
  if (text.charCodeAt(start + 1) !== 123) return null
  OUTPUT.lastIndex = start
  const match = OUTPUT.exec(text)
  if (match === null) return null
  const [whole, name = '', filterText = ''] = match
  const path = variablePath(name, start + whole.indexOf(name, 2))
  if (LITERALS.has(path.root)) return null
  for (const [, filter = ''] of filterText.matchAll(FILTERS)) {
    if (!TEMPLATE_FILTERS.has(filter)) return null
  }
  const end = start + whole.length
  return { kind: 'output', start, end, path, hasFilters: filterText !== '', pathEnd: end - 2 - filterText.length }
}

function tagAt(text: string, start: number): TagPiece | null {
  if (text.charCodeAt(start + 1) !== 37) return null
  TAG_START.lastIndex = start
  const match = TAG_START.exec(text)
  if (match === null) return null
  const [whole, name = ''] = match
  const argumentsStart = start + whole.length
  const close = tagClose(text, argumentsStart)
  if (close === -1) return null
  const argumentsEnd = text[close - 1] === '-' ? close - 1 : close
  const isVerbatim = name.endsWith('raw') || name.endsWith('comment')
  return { kind: 'tag', start, end: close + 2, name, argumentsStart, argumentsEnd, isVerbatim }
}

/** Offset of the `%}` that ends a tag: the first outside quotes or, where a quote is never closed, the first before the next `{%`. */
function tagClose(text: string, start: number): number {
  const window = text.slice(start, start + MAX_TAG_CHARACTERS)
  const outside = /^(?:"[^"]*"|'[^']*'|[^"'%{]|\{(?!%)|%(?!\}))*%\}/.exec(window)
  if (outside !== null) return start + outside[0].length - 2
  const first = window.indexOf('%}')
  return first === -1 || window.slice(0, first).includes('{%') ? -1 : start + first
}

/** What stands between raw and endraw is text, between comment and endcomment nothing. Gives where scanning goes on. */
function scanVerbatim(text: string, tag: TagPiece, pieces: TemplatePiece[]): number {
  const name = `end${tag.name}`
  const pattern = new RegExp(String.raw`\{%-?\s*${name}\s*-?%\}`, 'g')
  pattern.lastIndex = tag.end
  const match = pattern.exec(text)
  const end = match?.index ?? text.length
  if (tag.name === 'raw' && end > tag.end) pieces.push({ kind: 'text', start: tag.end, end })
  if (match === null) return end
  const close = end + match[0].length
  const argumentsStart = end + match[0].indexOf(name) + name.length
  pieces.push({
    kind: 'tag',
    start: end,
    end: close,
    name,
    argumentsStart,
    argumentsEnd: argumentsStart,
    isVerbatim: true,
  })
  return close
}

/** `{%-` takes the white space before the tag away, `-%}` the white space after it. */
function trimAroundTags(text: string, pieces: readonly TemplatePiece[]): TemplatePiece[] {
  if (!pieces.some((piece) => piece.kind === 'tag')) return [...pieces]
  return pieces.flatMap((piece, index): TemplatePiece[] => {
    if (piece.kind !== 'text') return [piece]
    const before = pieces[index - 1]
    const after = pieces[index + 1]
    let { start, end } = piece
    if (before?.kind === 'tag' && text[before.end - 3] === '-') {
      start += text.slice(start, end).length - text.slice(start, end).trimStart().length
    }
    if (after?.kind === 'tag' && text[after.start + 2] === '-') {
      end = start + text.slice(start, end).trimEnd().length
    }
    return end > start ? [{ kind: 'text', start, end }] : []
  })
}
