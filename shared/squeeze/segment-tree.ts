import { splitSegments } from '../compress/split-segments.ts'
import { splitSentences, trimSpan } from '../compress/split-sentences.ts'
import type { TextSpan } from '../compress/text-span.ts'
import type { Segment } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import type { SqueezeSegment } from '../domain/squeeze.ts'

export type LeafKind = SqueezeSegment['kind']

/** A stretch of a template. Together the pieces of a message are its template, byte for byte. */
export interface TreePiece extends TextSpan {
  /** Null for headings and for the white space between leaves. */
  readonly leaf: LeafKind | null
  readonly isHeading: boolean
  /** Headings above, outermost first. */
  readonly path: readonly string[]
}

export interface MessageTree {
  readonly messageIndex: number
  readonly role: Message['role']
  readonly pieces: readonly TreePiece[]
}

interface Leaf {
  readonly kind: LeafKind
  start: number
  end: number
  readonly path: readonly string[]
}

export interface TreeOptions {
  readonly countTokens: (text: string) => number
  readonly minLeafTokens?: number
  readonly maxLeafTokens?: number
  readonly maxLeaves?: number
}

const WHOLE: ReadonlySet<LeafKind> = new Set(['example', 'code', 'json', 'table', 'slot'])
/** A line that ends in a colon stands below every heading with a number sign. */
const LINE_LEVEL = 7

/**
 * Cuts messages into message → section → list item → sentence. Aims at leaves of 15 to 200 tokens, 40 at the most: short
 * neighbours of one section are joined, long paragraphs are cut between sentences. Code, JSON, tables, examples and
 * stretches that hold a variable stay whole.
 */
export function segmentTree(messages: readonly Message[], options: TreeOptions): MessageTree[] {
  const segments = splitSegments(messages)
  const trees = messages.map(({ template, role }, messageIndex) => {
    const own = segments.filter((segment) => segment.messageIndex === messageIndex)
    return { messageIndex, role, template, ...leavesOf(template, own, options) }
  })
  joinSmallest(trees, options)
  return trees.map(({ messageIndex, role, template, leaves, headings }) => ({
    messageIndex,
    role,
    pieces: tile(template.length, leaves, headings),
  }))
}

interface OpenTree {
  readonly template: string
  leaves: Leaf[]
}

function leavesOf(template: string, segments: readonly Segment[], options: TreeOptions) {
  const { countTokens, minLeafTokens = 15, maxLeafTokens = 200 } = options
  const headings: (TextSpan & { readonly path: readonly string[] })[] = []
  const leaves: Leaf[] = []
  let path: { readonly level: number; readonly text: string }[] = []
  for (const segment of segments) {
    if (segment.kind === 'heading' && !segment.text.includes('{{')) {
      const level = /^#{1,6}/.exec(segment.text)?.[0].length ?? LINE_LEVEL
      if (/\p{L}/u.test(segment.text))
        path = [...path.filter((heading) => heading.level < level), { level, text: segment.text }]
      headings.push({ start: segment.start, end: segment.end, path: path.map(({ text }) => text) })
      continue
    }
    const kind = leafKind(segment)
    for (const span of WHOLE.has(kind) ? [segment] : cut(template, segment))
      leaves.push({ kind, start: span.start, end: span.end, path: path.map(({ text }) => text) })
  }
  const joined: Leaf[] = []
  for (const leaf of leaves) {
    const last = joined.at(-1)
    if (last && mayJoin(template, last, leaf)) {
      const size = countTokens(template.slice(last.start, leaf.end))
      const isSmall = countTokens(template.slice(last.start, last.end)) < minLeafTokens || sizeOf(leaf) < minLeafTokens
      if (isSmall && size <= maxLeafTokens) {
        last.end = leaf.end
        continue
      }
    }
    joined.push({ ...leaf })
  }
  return { leaves: joined, headings }

  function sizeOf({ start, end }: TextSpan): number {
    return countTokens(template.slice(start, end))
  }

  function cut(text: string, span: TextSpan): readonly TextSpan[] {
    if (sizeOf(span) < 2 * minLeafTokens) return [span]
    const sentences = splitSentences(text, span)
    return sentences.length > 1 ? sentences : [span]
  }
}

/** Where a template says what varies, the words around it belong to it. */
function leafKind({ kind, text }: Segment): LeafKind {
  if (kind === 'example') return text.includes('{{') ? 'slot' : 'example'
  if (kind === 'code' || kind === 'json' || kind === 'table') return kind
  if (text.includes('{{') || text.includes('{%')) return 'slot'
  return kind === 'list-item' ? 'list-item' : 'prose'
}

/** Only neighbours of one kind in one section, with nothing but white space between. */
function mayJoin(template: string, a: Leaf, b: Leaf): boolean {
  return (
    a.kind === b.kind &&
    !WHOLE.has(a.kind) &&
    a.path.join('\n') === b.path.join('\n') &&
    template.slice(a.end, b.start).trim() === ''
  )
}

/** Above the limit, the two neighbours that are the shortest together are joined, again and again. */
function joinSmallest(trees: readonly (OpenTree & { readonly template: string })[], options: TreeOptions): void {
  const { maxLeaves = 40, countTokens } = options
  for (let count = total(trees); count > maxLeaves; count -= 1) {
    let best: { readonly tree: OpenTree; readonly index: number; readonly size: number } | null = null
    for (const tree of trees) {
      for (let index = 0; index + 1 < tree.leaves.length; index += 1) {
        const [a, b] = [tree.leaves[index], tree.leaves[index + 1]]
        if (!a || !b || !mayJoin(tree.template, a, b)) continue
        const size = countTokens(tree.template.slice(a.start, b.end))
        if (best === null || size < best.size) best = { tree, index, size }
      }
    }
    if (best === null) return
    const { tree, index } = best
    const [a, b] = [tree.leaves[index], tree.leaves[index + 1]]
    if (!a || !b) return
    tree.leaves.splice(index, 2, { ...a, end: b.end })
  }
}

function total(trees: readonly OpenTree[]): number {
  return trees.reduce((sum, { leaves }) => sum + leaves.length, 0)
}

/** Fills the stretches between leaves and headings, so that nothing of the template is left out. */
function tile(
  length: number,
  leaves: readonly Leaf[],
  headings: readonly (TextSpan & { readonly path: readonly string[] })[],
): TreePiece[] {
  const named: TreePiece[] = [
    ...leaves.map(({ start, end, kind, path }) => ({ start, end, leaf: kind, isHeading: false, path })),
    ...headings.map(({ start, end, path }) => ({ start, end, leaf: null, isHeading: true, path })),
  ].toSorted((a, b) => a.start - b.start)
  const pieces: TreePiece[] = []
  let at = 0
  for (const piece of named) {
    if (piece.start > at) pieces.push({ start: at, end: piece.start, leaf: null, isHeading: false, path: [] })
    pieces.push(piece)
    at = piece.end
  }
  if (at < length) pieces.push({ start: at, end: length, leaf: null, isHeading: false, path: [] })
  return pieces
}

/** The template that a tree was made of. */
export function joinTree(template: string, tree: MessageTree): string {
  return tree.pieces.map(({ start, end }) => template.slice(start, end)).join('')
}

/** The sentences of a stretch, line by line, so that no sentence runs over a list item's end. */
export function linesAndSentences(text: string, within: TextSpan): TextSpan[] {
  const spans: TextSpan[] = []
  let at = within.start
  for (const line of text.slice(within.start, within.end).split(/(?<=\n)/)) {
    const span = trimSpan(text, { start: at, end: at + line.length })
    at += line.length
    if (span.end > span.start) spans.push(...splitSentences(text, span))
  }
  return spans
}

const BULLET = /^(?:[-*+•]|\d{1,3}[.)]|\([a-z0-9]{1,3}\)|[a-z]\))[ \t]+/

/** A stretch without the mark of a list item at its beginning. */
export function withoutBulletSpan(text: string, span: TextSpan): TextSpan {
  const mark = BULLET.exec(text.slice(span.start, span.end))?.[0].length ?? 0
  return trimSpan(text, { start: span.start + mark, end: span.end })
}
