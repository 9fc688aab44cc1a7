import type { EncodingId } from '../../shared/tokens/encodings.ts'
import type { TokenClient } from '../tokens/token-client.ts'
import type { RangeTokens } from '../tokens/token-protocol.ts'
import type { monaco } from './monaco.ts'
import type { EditorHandle } from './text-editor.tsx'
import { tokenHover } from './token-hover.ts'
import { visibleOffsets } from './visible-offsets.ts'

/** A stretch of the text that becomes something else when the template is filled in. */
export interface FilledStretch {
  readonly start: number
  readonly end: number
}

export interface PaintOptions {
  readonly client: TokenClient
  /** A name for the text in the worker, not used by anyone else. */
  readonly docId: string
  readonly encoding: EncodingId
  readonly stretches: () => readonly FilledStretch[]
}

/** Neighbours differ, and so do tokens two places apart; the classes are in monaco.css. */
const TINTS = 4
/** What one task sets; more would keep the main thread for over 4 ms. */
const GROUP_TOKENS = 120
/** What the bench reads from the browser's own timeline. */
export const PAINT_MEASURE = 'pithy.token-colors'

/**
 * Tints the tokens that are on the screen, and tells id and bytes of the one under the pointer.
 *
 * The worker's counter of this very text says where they are; it gets Monaco's own changes, so that the offsets are those
 * of the model whatever React knows by then.
 */
export function paintTokens(handle: EditorHandle, options: PaintOptions): TokenPaint {
  return new TokenPainter(handle, options)
}

export interface TokenPaint {
  /** The stretches are others now, though the text is the same. */
  readonly refresh: () => void
  /** Takes the colours off again. */
  readonly dispose: () => void
}

/** Tokens that are set in one task. */
interface Group {
  readonly collection: monaco.editor.IEditorDecorationsCollection
  /** What they are, to leave them alone when they stay so. */
  shown: string
  end: number
}

class TokenPainter implements TokenPaint {
  readonly #handle: EditorHandle
  readonly #options: PaintOptions
  readonly #model: monaco.editor.ITextModel
  readonly #cleanUps: (() => void)[] = []
  readonly #groups: Group[] = []
  /** Tints by where tokens began when they were drawn last, so that scrolling changes no colour. */
  #tintAt = new Map<number, number>()
  #version = 0
  #frame = 0
  #isPainting = false
  #isStale = false
  #isGone = false

  constructor(handle: EditorHandle, options: PaintOptions) {
    this.#handle = handle
    this.#options = options
    const { editor, monaco } = handle
    const model = editor.getModel()
    if (!model) throw new Error('The editor has no text.')
    this.#model = model
    const { client, docId } = options
    client.open(docId, model.getValue())
    const schedule = () => this.#schedule()
    const subscriptions = [
      model.onDidChangeContent(({ changes, isFlush }) => {
        if (isFlush) client.open(docId, model.getValue(), ++this.#version)
        else client.edit(docId, changes.map(toTextChange), ++this.#version)
        this.#forgetFrom(Math.min(...changes.map(({ rangeOffset }) => rangeOffset)))
        schedule()
      }),
      editor.onDidScrollChange(schedule),
      editor.onDidLayoutChange(schedule),
      monaco.languages.registerHoverProvider(model.getLanguageId(), {
        provideHover: (of, position) => (of === model ? tokenHover(model, position, options) : null),
      }),
    ]
    document.addEventListener('scroll', schedule, { capture: true, passive: true })
    window.addEventListener('resize', schedule)
    this.#cleanUps.push(
      () => subscriptions.forEach((subscription) => void subscription.dispose()),
      () => document.removeEventListener('scroll', schedule, { capture: true }),
      () => window.removeEventListener('resize', schedule),
      // A long text arrives in slices; until its first count there is nothing to draw.
      client.onCount((count) => void (count.docId === docId && this.#groups.length === 0 && schedule())),
    )
    schedule()
  }

  refresh(): void {
    this.#schedule()
  }

  dispose(): void {
    this.#isGone = true
    cancelAnimationFrame(this.#frame)
    for (const cleanUp of this.#cleanUps) cleanUp()
    for (const { collection } of this.#groups) collection.clear()
    this.#options.client.close(this.#options.docId)
  }

  /** What an edit has moved must be set anew even if it looks the same: it may have been squeezed to nothing meanwhile. */
  #forgetFrom(offset: number): void {
    for (const group of this.#groups) if (group.end >= offset) group.shown = ''
  }

  #schedule(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => void this.#paint())
  }

  async #paint(): Promise<void> {
    if (this.#isPainting) {
      this.#isStale = true
      return
    }
    this.#isPainting = true
    try {
      do {
        this.#isStale = false
        await this.#paintOnce()
      } while (this.#isStale && !this.#isGone)
    } finally {
      this.#isPainting = false
    }
  }

  async #paintOnce(): Promise<void> {
    const { client, docId, encoding } = this.#options
    const visible = visibleOffsets(this.#handle.editor, this.#model)
    if (!visible) return
    const version = this.#model.getVersionId()
    const tokens = await client.tokens(docId, encoding, visible.start, visible.end).catch(() => null)
    if (!tokens) return
    const tints = this.#tintsOf(tokens)
    const stretches = this.#options.stretches().filter(({ start, end }) => end > visible.start && start < visible.end)
    const count = Math.ceil(tokens.ids.length / GROUP_TOKENS)
    for (let group = 0; group < count; group++) {
      if (this.#isGone || this.#isStale || this.#model.getVersionId() !== version) return
      const isSet = this.#setGroup(group, tokens, tints, stretches)
      if (isSet) await nextTask()
    }
    for (const { collection } of this.#groups.splice(count)) collection.clear()
  }

  #setGroup(
    group: number,
    tokens: RangeTokens,
    tints: readonly number[],
    stretches: readonly FilledStretch[],
  ): boolean {
    const started = performance.now()
    const first = group * GROUP_TOKENS
    const ends = tokens.ends.slice(first, first + GROUP_TOKENS)
    let start = tokens.ends[first - 1] ?? tokens.start
    const shown = `${start} ${ends.join()} ${tints[first]} ${JSON.stringify(stretches)}`
    const known = this.#groups[group]
    if (known?.shown === shown) return false
    const decorations: monaco.editor.IModelDeltaDecoration[] = []
    let from = this.#model.getPositionAt(start)
    for (const [index, end] of ends.entries()) {
      if (end === start) continue // a part of a character, which belongs to the last of its tokens
      const to = this.#model.getPositionAt(end)
      const isCrossing = stretches.some(
        (stretch) => crosses(start, end, stretch.start) || crosses(start, end, stretch.end),
      )
      const tint = `token-tint-${tints[first + index] ?? 0}`
      decorations.push({
        range: new this.#handle.monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column),
        options: { inlineClassName: isCrossing ? `${tint} token-crossing` : tint, stickiness: NEVER_GROWS },
      })
      start = end
      from = to
    }
    if (known) {
      known.collection.set(decorations)
      known.shown = shown
      known.end = start
    } else {
      const collection = this.#handle.editor.createDecorationsCollection(decorations)
      this.#groups[group] = { collection, shown, end: start }
    }
    performance.measure(PAINT_MEASURE, { start: started, end: performance.now() })
    return true
  }

  /** Goes on from a token that is on the screen already. */
  #tintsOf({ start, ends }: RangeTokens): readonly number[] {
    const starts = [start, ...ends.slice(0, -1)]
    const anchor = starts.findIndex((at) => this.#tintAt.has(at))
    const first = anchor < 0 ? 0 : (this.#tintAt.get(starts[anchor] ?? 0) ?? 0) - anchor
    const tints = starts.map((_, index) => (((first + index) % TINTS) + TINTS) % TINTS)
    this.#tintAt = new Map(starts.map((at, index) => [at, tints[index] ?? 0]))
    return tints
  }
}

/** `TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges`: what is typed beside a token is not in its colour. */
const NEVER_GROWS = 1

function toTextChange({ rangeOffset, rangeLength, text }: monaco.editor.IModelContentChange) {
  return { at: rangeOffset, deleteCount: rangeLength, insertText: text }
}

function crosses(start: number, end: number, edge: number): boolean {
  return start < edge && edge < end
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
