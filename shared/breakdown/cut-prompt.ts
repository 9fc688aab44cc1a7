import { splitSegments } from '../compress/split-segments.ts'
import type { PartialTexts } from '../domain/partial.ts'
import type { Message } from '../domain/prompt.ts'
import { NO_PARTIALS } from '../template/expand-template.ts'
import { variablesOf } from '../template/inspect-template.ts'
import { isRenderTag, renderedName } from '../template/render-tag.ts'
import { scanTemplate, type TemplatePiece } from '../template/scan-template.ts'
import { loopName, outputVariables, tagVariables } from '../template/tag-variables.ts'

/** A stretch of a template that is text, one output or one tag, and lies in one segment and, if it is text, on one line. */
export interface PromptCut {
  readonly messageIndex: number
  /** UTF-16 offsets into the message's template. */
  readonly start: number
  readonly end: number
  readonly kind: 'text' | 'output' | 'tag'
  /** Names of the case variables that it reads; for an output the first is the one that it shows. */
  readonly variables: readonly string[]
  /** The segment that it is a part of; white space belongs to the segment and the line before it. */
  readonly segmentId: string | null
  /** The partial that the tag stands for, with all that it says; absent for every other cut. */
  readonly partial?: string
}

/**
 * Cuts templates where a segment, a line or a piece of the template begins. The cuts are in the order of the text and cover it
 * without a gap, so that what is counted per cut adds up to the whole.
 */
export function cutPrompt(messages: readonly Message[], partials: PartialTexts = NO_PARTIALS): readonly PromptCut[] {
  const segments = splitSegments(messages)
  return messages.flatMap(({ template }, messageIndex) =>
    cutMessage(
      template,
      messageIndex,
      segments.filter((segment) => segment.messageIndex === messageIndex),
      partials,
    ),
  )
}

function cutMessage(
  text: string,
  messageIndex: number,
  segments: readonly { readonly id: string; readonly start: number }[],
  partials: PartialTexts,
): PromptCut[] {
  const cuts: PromptCut[] = []
  let segmentAt = 0
  function add(
    kind: PromptCut['kind'],
    start: number,
    end: number,
    variables: readonly string[],
    partial?: string,
  ): void {
    if (end <= start) return
    while ((segments[segmentAt + 1]?.start ?? Infinity) <= start) segmentAt++
    const segmentId = segments[segmentAt]?.id ?? null
    cuts.push({ messageIndex, start, end, kind, variables, segmentId, ...(partial === undefined ? {} : { partial }) })
  }
  function addText(from: number, to: number): void {
    let start = from
    while (start < to) {
      while ((segments[segmentAt + 1]?.start ?? Infinity) <= start) segmentAt++
      const end = Math.min(lineEnd(text, start), segments[segmentAt + 1]?.start ?? Infinity, to)
      add('text', start, end, [])
      start = end
    }
  }
  let at = 0
  for (const { piece, variables, partial } of namedPieces(text, partials)) {
    // What a comment or a trimming tag takes away lies between two pieces.
    addText(at, piece.start)
    if (piece.kind === 'text') addText(piece.start, piece.end)
    else add(piece.kind, piece.start, piece.end, variables, partial)
    at = piece.end
  }
  addText(at, text.length)
  return cuts
}

/** Where the next line that says something begins. */
function lineEnd(text: string, from: number): number {
  const line = /[^\n]*(?:\n[^\S\n]*(?=\n)|\n)*/y
  line.lastIndex = from
  line.test(text)
  return Math.max(from + 1, line.lastIndex)
}

interface NamedPiece {
  readonly piece: TemplatePiece
  readonly variables: readonly string[]
  readonly partial?: string
}

/** The pieces with the case variables that they read: `item` of `{% for item in items %}` is `items`. */
function namedPieces(text: string, partials: PartialTexts): NamedPiece[] {
  const loops: { readonly name: string; readonly source: string }[] = []
  function sourceOf(root: string): string {
    const loop = root === 'forloop' ? loops.at(-1) : loops.findLast(({ name }) => name === root)
    return loop?.source ?? root
  }
  return scanTemplate(text).map((piece): NamedPiece => {
    if (piece.kind === 'text') return { piece, variables: [] }
    if (isRenderTag(piece)) {
      const name = renderedName(text, piece)
      if (name !== null) {
        const read = variablesOf(text.slice(piece.start, piece.end), partials).map(sourceOf)
        return { piece, variables: [...new Set(read)], partial: name }
      }
    }
    const found = piece.kind === 'output' ? outputVariables(text, piece) : tagVariables(text, piece)
    const variables = [...new Set(found.map(({ root }) => sourceOf(root)))]
    if (piece.kind === 'tag' && piece.name === 'for') {
      loops.push({ name: loopName(text, piece) ?? '', source: variables[0] ?? '' })
    }
    if (piece.kind === 'tag' && piece.name === 'endfor') loops.pop()
    return { piece, variables }
  })
}
