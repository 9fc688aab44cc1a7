import type { PartialTexts } from '../domain/partial.ts'
import { expandTemplate } from './expand-template.ts'
import { freeVariables } from './free-variables.ts'
import { readTemplate } from './parse-template.ts'
import { isRenderTag, renderedName } from './render-tag.ts'
import { scanTemplate } from './scan-template.ts'
import { stretchAt } from './source-place.ts'
import { textPosition } from './text-position.ts'
import type { VariablePath } from './variable-path.ts'

/** One mention of a variable; `start` and `end` are the UTF-16 offsets of the name, or of the tag of its partial. */
export interface TemplateVariable extends Pick<VariablePath, 'name' | 'root' | 'start' | 'end'> {
  /** The partial that mentions it; absent for the template itself. */
  readonly partial?: string
}

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
  readonly marks: readonly {
    readonly kind: 'output' | 'tag'
    readonly start: number
    readonly end: number
    /** The name in a render tag. */
    readonly partial?: string
  }[]
  readonly problems: readonly TemplateProblem[]
}

/** What a template asks for and what is wrong with it; never throws, so that it serves while someone types. */
export function inspectTemplate(text: string, partials?: PartialTexts): TemplateInspection {
  const own = scanTemplate(text)
  const marks = own.flatMap((piece): TemplateInspection['marks'] => {
    const { kind, start, end } = piece
    if (kind === 'text') return []
    const name = isRenderTag(piece) ? renderedName(text, piece) : null
    return [name === null ? { kind, start, end } : { kind, start, end, partial: name }]
  })
  const expanded = expandTemplate(text, partials)
  const result = readTemplate(text, expanded)
  const problems = result.kind === 'broken' ? result.problems : []
  return {
    variables: freeVariables(expanded.text, expanded.pieces).map(({ name, root, start, end }): TemplateVariable => {
      const stretch = stretchAt(expanded.stretches, start)
      if (!stretch) return { name, root, start, end }
      if (stretch.partial) return { name, root, ...placeOf(stretch.place), partial: stretch.partial.name }
      const shift = stretch.sourceStart - stretch.start
      return { name, root, start: start + shift, end: end + shift }
    }),
    marks,
    problems: problems.map((problem) => ({ ...problem, ...textPosition(text, problem.start) })),
  }
}

/** The names of the variables that a case must have, each once, in the order of the text. */
export function variablesOf(text: string, partials?: PartialTexts): readonly string[] {
  const { text: whole, pieces } = expandTemplate(text, partials)
  return [...new Set(freeVariables(whole, pieces).map((variable) => variable.root))]
}

function placeOf({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end }
}
