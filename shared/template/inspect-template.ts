import { readPieces } from './parse-template.ts'
import { scanTemplate, type TemplatePiece } from './scan-template.ts'
import { loopName, outputVariables, tagVariables } from './tag-variables.ts'
import { textPosition } from './text-position.ts'
import type { VariablePath } from './variable-path.ts'

/** One mention of a variable; `start` and `end` are the UTF-16 offsets of the name. */
export type TemplateVariable = Pick<VariablePath, 'name' | 'root' | 'start' | 'end'>

export interface TemplateProblem {
  readonly message: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
  readonly start: number
  readonly end: number
}

export interface TemplateInspection {
  /** Every mention of a variable that a case must have, in the order of the text; loop names are left out. */
  readonly variables: readonly TemplateVariable[]
  /** The outputs and tags with their braces, for highlighting and for protection. */
  readonly marks: readonly { readonly kind: 'output' | 'tag'; readonly start: number; readonly end: number }[]
  readonly problems: readonly TemplateProblem[]
}

/** What a template asks for and what is wrong with it; never throws, so that it serves while someone types. */
export function inspectTemplate(text: string): TemplateInspection {
  const pieces = scanTemplate(text)
  const marks = pieces.flatMap(({ kind, start, end }) => (kind === 'text' ? [] : [{ kind, start, end }]))
  return { variables: freeVariables(text, pieces), marks, problems: problemsOf(text, pieces) }
}

/** The names of the variables that a case must have, each once, in the order of the text. */
export function variablesOf(text: string): readonly string[] {
  return [...new Set(freeVariables(text, scanTemplate(text)).map((variable) => variable.root))]
}

function freeVariables(text: string, pieces: readonly TemplatePiece[]): TemplateVariable[] {
  const found: TemplateVariable[] = []
  const loopNames: string[] = []
  for (const piece of pieces) {
    if (piece.kind === 'text') continue
    const variables = piece.kind === 'output' ? outputVariables(text, piece) : tagVariables(text, piece)
    for (const { name, root, start, end } of variables) {
      const isLocal = loopNames.includes(root) || (root === 'forloop' && loopNames.length > 0)
      if (!isLocal) found.push({ name, root, start, end })
    }
    if (piece.kind !== 'tag') continue
    if (piece.name === 'for') loopNames.push(loopName(text, piece) ?? '')
    if (piece.name === 'endfor') loopNames.pop()
  }
  return found
}

function problemsOf(text: string, pieces: readonly TemplatePiece[]): TemplateProblem[] {
  const result = readPieces(text, pieces)
  if (result.kind !== 'broken') return []
  return result.problems.map((problem) => ({ ...problem, ...textPosition(text, problem.start) }))
}
