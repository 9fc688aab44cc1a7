import type { PartialTexts } from '../domain/partial.ts'
import { bindPartial } from './bind-partial.ts'
import { type BlockProblem, checkBlocks } from './check-blocks.ts'
import { freeVariables } from './free-variables.ts'
import { isRenderTag, type RenderTag, readRenderTag } from './render-tag.ts'
import { scanTemplate, type TagPiece, type TemplatePiece } from './scan-template.ts'
import { loopName } from './tag-variables.ts'
import { textPosition } from './text-position.ts'

export const NO_PARTIALS: PartialTexts = {}

/** A template with its partials in place of the tags that name them. */
export interface ExpandedTemplate {
  readonly text: string
  /** Of the whole, with offsets into `text`; none of them is a render tag. */
  readonly pieces: readonly TemplatePiece[]
  /** Where `text` comes from, without a gap; empty when the template names no partial. */
  readonly stretches: readonly Stretch[]
  /** With offsets into the template itself. */
  readonly problems: readonly BlockProblem[]
}

/** A stretch that was taken over from the template, or from one of its partials, unit by unit. */
export interface Stretch {
  /** Offsets into the expanded text. */
  readonly start: number
  readonly end: number
  /** Where it begins in its own text. */
  readonly sourceStart: number
  /** Null = the template itself. */
  readonly partial: { readonly name: string; readonly text: string } | null
  /** For a partial, the tag in the template that it stands for; for the template, the stretch itself. */
  readonly place: { readonly start: number; readonly end: number }
}

/** Partials in partials; beyond it one is refused, like one that contains itself. */
const MAX_DEPTH = 10
/** Few partials that name each other often unfold into any size. */
const MAX_CHARACTERS = 4_000_000
const MAX_RENDERS = 10_000

/**
 * Puts the texts of partials in place. A partial sees the case's variables and what its tag gives it: one that reads a name
 * which is a loop's at its place is refused. It is read by itself, so blocks and braces cannot run over its edges.
 */
export function expandTemplate(text: string, partials: PartialTexts = NO_PARTIALS): ExpandedTemplate {
  const pieces = scanTemplate(text)
  if (!pieces.some(isRenderTag)) return { text, pieces, stretches: [], problems: [] }
  return new Expansion(text, partials).expand(pieces)
}

interface Source {
  readonly text: string
  readonly pieces: readonly TemplatePiece[]
  /** Why it cannot be used; null = it can. */
  readonly problem: string | null
  /** The case's variables that it reads by itself, beside what it is given. */
  readonly free: readonly string[]
}

interface Frame {
  readonly partial: Stretch['partial']
  readonly text: string
  readonly pieces: readonly TemplatePiece[]
  readonly path: readonly string[]
  /** The tag in the template; null in the template itself. */
  readonly tag: TagPiece | null
}

class Expansion {
  readonly #template: string
  readonly #partials: PartialTexts
  readonly #sources = new Map<string, Source>()
  readonly #chunks: string[] = []
  #length = 0
  #renders = 0
  readonly #pieces: TemplatePiece[] = []
  readonly #stretches: Stretch[] = []
  readonly #problems: BlockProblem[] = []
  #isFull = false

  constructor(template: string, partials: PartialTexts) {
    this.#template = template
    this.#partials = partials
  }

  expand(pieces: readonly TemplatePiece[]): ExpandedTemplate {
    this.#add({ partial: null, text: this.#template, pieces, path: [], tag: null }, [])
    return {
      text: this.#chunks.join(''),
      pieces: this.#pieces,
      stretches: this.#stretches,
      problems: this.#problems,
    }
  }

  /** @param outerLoops names of the loops around its place, "forloop" among them */
  #add(frame: Frame, outerLoops: readonly string[]): void {
    const loops: string[] = []
    let taken = 0
    let shift = this.#length
    for (const piece of frame.pieces) {
      if (!isRenderTag(piece)) {
        this.#pieces.push(shifted(piece, shift))
        if (piece.kind === 'tag' && piece.name === 'for') loops.push(loopName(frame.text, piece) ?? '')
        if (piece.kind === 'tag' && piece.name === 'endfor') loops.pop()
        continue
      }
      this.#take(frame, taken, piece.start)
      const around = loops.length > 0 ? [...outerLoops, ...loops, 'forloop'] : outerLoops
      this.#render(frame, piece, around)
      taken = piece.end
      shift = this.#length - taken
    }
    this.#take(frame, taken, frame.text.length)
  }

  #take({ text, partial, tag }: Frame, from: number, to: number): void {
    if (to <= from) return
    const start = this.#length
    if (start + to - from > MAX_CHARACTERS && tag) {
      this.#isFull = true
      this.#refuse(tag, `With its partials the template is longer than ${MAX_CHARACTERS / 1e6} million characters.`)
    }
    this.#chunks.push(text.slice(from, to))
    this.#length += to - from
    const place = tag ?? { start: from, end: to }
    this.#stretches.push({ start, end: this.#length, sourceStart: from, partial, place })
  }

  #render(frame: Frame, piece: TagPiece, loops: readonly string[]): void {
    if (this.#isFull) return
    const tag = frame.tag ?? piece
    const asked = readRenderTag(frame.text, piece)
    const source = asked === null ? null : this.#source(asked)
    const reason = this.#whyNot({ frame, loops, tag: asked, source })
    if (asked === null || source === null || reason !== null) {
      this.#refuse(tag, `${placeIn(frame, piece)}${reason}`)
      return
    }
    this.#renders += 1
    const { name } = asked
    const { text, pieces } = source
    this.#add({ partial: { name, text }, text, pieces, path: [...frame.path, name], tag }, loops)
  }

  #whyNot(asked: {
    readonly frame: Frame
    readonly loops: readonly string[]
    readonly tag: RenderTag | null
    readonly source: Source | null
  }): string | null {
    const { frame, loops, tag, source } = asked
    if (tag === null) {
      return "write one name in quotes, and what it is given behind commas: {% render 'name', tone: style, limit: 3 %}."
    }
    const { name } = tag
    if (source === null) return `there is no partial "${name}" in this project. Make it, or correct the name.`
    if (frame.path.includes(name)) {
      const circle = [...frame.path.slice(frame.path.indexOf(name)), name].join(' → ')
      return `the partial "${name}" contains itself (${circle}).`
    }
    if (frame.path.length >= MAX_DEPTH)
      return `"${name}" stands more than ${MAX_DEPTH} partials deep. Take some of them apart.`
    if (source.problem !== null) return `the partial "${name}" cannot be read: ${source.problem}`
    const shadowed = source.free.find((root) => loops.includes(root))
    if (shadowed !== undefined)
      return (
        `the partial "${name}" reads "${shadowed}", which is a loop's name here. ` +
        `A partial sees the case's variables only: give it the value, {% render '${name}', ${shadowed}: ${shadowed} %}.`
      )
    if (this.#renders < MAX_RENDERS) return null
    this.#isFull = true
    return `the template puts in more than ${MAX_RENDERS.toLocaleString('en-US')} partials.`
  }

  #source(tag: RenderTag): Source | null {
    const key = JSON.stringify(tag)
    const known = this.#sources.get(key)
    if (known) return known
    const text = Object.hasOwn(this.#partials, tag.name) ? this.#partials[tag.name] : undefined
    if (text === undefined) return null
    const source = readSource(text, tag.arguments)
    this.#sources.set(key, source)
    return source
  }

  /** One such place says it all: of each tag in the template only the first problem is told. */
  #refuse({ start, end }: TagPiece, message: string): void {
    if (this.#problems.some((problem) => problem.start === start)) return
    this.#problems.push({ message: message.charAt(0).toUpperCase() + message.slice(1), start, end })
  }
}

/** A partial's text with its arguments in place, ready to be put in. */
function readSource(text: string, given: RenderTag['arguments']): Source {
  const own = scanTemplate(text)
  const bound = bindPartial(text, own, given)
  const pieces = given.length === 0 ? own : scanTemplate(bound.text)
  const [broken] = checkBlocks(pieces.filter((piece) => !isRenderTag(piece)))
  const problem = bound.problem
    ? `${lineText(text, bound.problem.start)}: ${bound.problem.message}.`
    : broken
      ? `${lineText(bound.text, broken.start)}: ${broken.message}`
      : null
  const names = new Set(given.map(({ name }) => name))
  const free = freeVariables(text, own).flatMap(({ root }) => (names.has(root) ? [] : root))
  return { text: bound.text, pieces, problem, free }
}

/** "line 2, column 7" */
export function lineText(text: string, offset: number): string {
  const { line, column } = textPosition(text, offset)
  return `line ${line}, column ${column}`
}

function placeIn({ partial, text }: Frame, piece: TagPiece): string {
  return partial ? `in the partial "${partial.name}", ${lineText(text, piece.start)}: ` : ''
}

function shifted(piece: TemplatePiece, by: number): TemplatePiece {
  if (by === 0) return piece
  const moved = { start: piece.start + by, end: piece.end + by }
  if (piece.kind === 'text') return { ...piece, ...moved }
  if (piece.kind === 'tag') {
    return { ...piece, ...moved, argumentsStart: piece.argumentsStart + by, argumentsEnd: piece.argumentsEnd + by }
  }
  const { path } = piece
  return {
    ...piece,
    ...moved,
    pathEnd: piece.pathEnd + by,
    path: { ...path, start: path.start + by, end: path.end + by },
  }
}
