import type { RenderArgument } from './render-tag.ts'
import type { TagPiece, TemplatePiece } from './scan-template.ts'
import { loopName, outputVariables, tagVariables } from './tag-variables.ts'
import type { VariablePath } from './variable-path.ts'

/** A partial's text with what its tag gives it in place of the names. */
export interface BoundPartial {
  readonly text: string
  /** Why that cannot be; null = it can. Offsets are those of the partial's own text. */
  readonly problem: { readonly start: number; readonly message: string } | null
}

interface Change {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What cannot be put in place of a name, and where. */
class Unbindable extends Error {
  readonly start: number

  constructor(start: number, message: string) {
    super(message)
    this.start = start
  }
}

/**
 * Puts the arguments of `{% render 'name', tone: style, limit: 3 %}` in place of the names in the partial: a variable by its
 * path, a literal by its text. Names that a loop of the partial makes are its own and stay.
 */
export function bindPartial(
  text: string,
  pieces: readonly TemplatePiece[],
  given: readonly RenderArgument[],
): BoundPartial {
  if (given.length === 0) return { text, problem: null }
  const byName = new Map(given.map((argument) => [argument.name, argument]))
  try {
    const changes = changesOf(text, pieces, byName).toSorted((a, b) => a.start - b.start)
    let bound = ''
    let taken = 0
    for (const { start, end, text: put } of changes) {
      bound += text.slice(taken, start) + put
      taken = end
    }
    return { text: bound + text.slice(taken), problem: null }
  } catch (error) {
    if (!(error instanceof Unbindable)) throw error
    return { text, problem: { start: error.start, message: error.message } }
  }
}

function changesOf(
  text: string,
  pieces: readonly TemplatePiece[],
  byName: ReadonlyMap<string, RenderArgument>,
): readonly Change[] {
  const changes: Change[] = []
  const loops: string[] = []
  for (const piece of pieces) {
    if (piece.kind === 'text' || (piece.kind === 'tag' && piece.isVerbatim)) continue
    const mentions = piece.kind === 'output' ? outputVariables(text, piece) : tagVariables(text, piece)
    for (const path of mentions) {
      const argument = loops.includes(path.root) ? undefined : byName.get(path.root)
      if (!argument) continue
      if (argument.value.root !== null && loops.includes(argument.value.root)) {
        throw new Unbindable(
          path.start,
          `"${path.root}" would be "${argument.value.written}", which is a loop's name in the partial`,
        )
      }
      const isShown = piece.kind === 'output' && path === mentions[0]
      changes.push(isShown ? outputChange(piece, path, argument) : nameChange(text, path, argument))
    }
    if (piece.kind === 'tag') followLoop(text, piece, loops)
  }
  return changes
}

function followLoop(text: string, piece: TagPiece, loops: string[]): void {
  if (piece.name === 'for') loops.push(loopName(text, piece) ?? '')
  if (piece.name === 'endfor') loops.pop()
}

type Output = Extract<TemplatePiece, { readonly kind: 'output' }>

/** A literal that is shown is text of the prompt, like any other. */
function outputChange(piece: Output, path: VariablePath, argument: RenderArgument): Change {
  const { value } = argument
  if (value.root !== null) return rootChange(path, value.written)
  refuseParts(path, argument)
  if (piece.hasFilters) {
    throw new Unbindable(path.start, `"${path.root}" is ${value.written} here, and a filter takes a variable`)
  }
  const shown = value.text.includes('{') ? `{% raw %}${value.text}{% endraw %}` : value.text
  return { start: piece.start, end: piece.end, text: shown }
}

function nameChange(text: string, path: VariablePath, argument: RenderArgument): Change {
  const { value } = argument
  if (value.root === null) refuseParts(path, argument)
  if (text[path.start - 1] === '[' && value.written.includes('[')) {
    throw new Unbindable(path.start, `"${path.root}" would be an index within an index, "${value.written}"`)
  }
  return rootChange(path, value.written)
}

function rootChange({ start, root }: VariablePath, written: string): Change {
  return { start, end: start + root.length, text: written }
}

function refuseParts({ start, name, root }: VariablePath, { value }: RenderArgument): void {
  if (name !== root) throw new Unbindable(start, `"${name}" asks for a part of ${value.written}, which has none`)
}
