import type { OutputPiece, TagPiece } from './scan-template.ts'
import { VARIABLE_PATH_PATTERN, type VariablePath, variablePath } from './variable-path.ts'

const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'contains', 'in', 'reversed'])
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank'])

/** The variables that an output names: what it shows and what its filters take. */
export function outputVariables(text: string, piece: OutputPiece): readonly VariablePath[] {
  const found = [...indexVariables(piece.path)]
  return [piece.path, ...found, ...expressionVariables(text, piece.pathEnd, piece.end - 2)]
}

/** The variables that a tag reads; the name that a loop makes is not among them. */
export function tagVariables(text: string, piece: TagPiece): readonly VariablePath[] {
  const found = expressionVariables(text, piece.argumentsStart, piece.argumentsEnd)
  return piece.name === 'for' ? found.slice(1) : found
}

/** The name that `{% for item in items %}` makes; null for a tag that makes none. */
export function loopName(text: string, piece: TagPiece): string | null {
  if (piece.name !== 'for') return null
  return expressionVariables(text, piece.argumentsStart, piece.argumentsEnd)[0]?.root ?? null
}

function expressionVariables(text: string, start: number, end: number): readonly VariablePath[] {
  const found: VariablePath[] = []
  const token = new RegExp(String.raw`"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|\|\s*\w+|(${VARIABLE_PATH_PATTERN})(\s*:)?`, 'gu')
  for (const match of text.slice(start, end).matchAll(token)) {
    const [, name, colon] = match
    // "limit: 3" names an option, not a variable.
    if (name === undefined || colon !== undefined) continue
    const path = variablePath(name, start + match.index)
    if (OPERATORS.has(name) || LITERALS.has(path.root)) continue
    found.push(path, ...indexVariables(path))
  }
  return found
}

/** `i` of `items[i]`. */
function indexVariables(path: VariablePath): readonly VariablePath[] {
  if (path.segments !== null) return []
  const index = new RegExp(String.raw`\[(${VARIABLE_PATH_PATTERN})\]`, 'gu')
  return [...path.name.matchAll(index)].map((match) => variablePath(match[1] ?? '', path.start + match.index + 1))
}
