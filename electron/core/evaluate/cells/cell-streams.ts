import type { RunId } from '../../../../shared/domain/ids.ts'
import type { CellKey } from '../../../../shared/domain/run.ts'

/** Told of a call's text as it arrives. */
export interface AnswerWatch {
  /** An attempt begins: what an earlier one said does not count any more. */
  readonly begin: () => void
  readonly text: (piece: string) => void
}

/** A cell whose answer is arriving. */
export interface CellStream {
  readonly key: CellKey
  /** The end of the text so far: at least the last 2,000 characters of a longer one. */
  readonly tail: string
  readonly characters: number
  readonly firstTokenMs: number
}

export interface CellStreamsOptions {
  readonly now: () => number
  /** Told at most five times a second for each run, with how many of its cells have text and no end. */
  readonly publish: (event: { readonly runId: RunId; readonly cells: number }) => void
}

const TAIL_CHARACTERS = 2000
/** Of one run; further ones are simply not shown while they stream. */
const MAX_CELLS = 1000
const PUBLISH_EVERY_MS = 200

/** The text so far of answers that are arriving: in memory only, a few kilobytes for each call under way. */
export class CellStreams {
  readonly #options: CellStreamsOptions
  readonly #runs = new Map<RunId, Set<OpenStream>>()
  readonly #timers = new Map<RunId, NodeJS.Timeout>()

  constructor(options: CellStreamsOptions) {
    this.#options = options
  }

  /** @returns what hears the text, and `end`, to be called once when the cell is stored or given up */
  open(runId: RunId, key: CellKey): AnswerWatch & { readonly end: () => void } {
    const stream = new OpenStream(key)
    return {
      begin: () => stream.begin(this.#options.now()),
      text: (piece) => {
        stream.add(piece, this.#options.now())
        const cells = this.#runs.get(runId) ?? new Set()
        if (!cells.has(stream) && cells.size >= MAX_CELLS) return
        this.#runs.set(runId, cells.add(stream))
        this.#changed(runId)
      },
      end: () => {
        const cells = this.#runs.get(runId)
        if (!cells?.delete(stream)) return
        if (cells.size === 0) this.#runs.delete(runId)
        this.#changed(runId)
      },
    }
  }

  of(runId: RunId): readonly CellStream[] {
    return [...(this.#runs.get(runId) ?? [])].flatMap((stream) => stream.seen() ?? [])
  }

  #changed(runId: RunId): void {
    if (this.#timers.has(runId)) return
    const timer = setTimeout(() => {
      this.#timers.delete(runId)
      this.#options.publish({ runId, cells: this.#runs.get(runId)?.size ?? 0 })
    }, PUBLISH_EVERY_MS)
    timer.unref()
    this.#timers.set(runId, timer)
  }
}

class OpenStream {
  readonly #key: CellKey
  #tail = ''
  #characters = 0
  #startedMs = 0
  #firstTokenMs: number | null = null

  constructor(key: CellKey) {
    this.#key = key
  }

  begin(nowMs: number): void {
    this.#tail = ''
    this.#characters = 0
    this.#startedMs = nowMs
    this.#firstTokenMs = null
  }

  add(piece: string, nowMs: number): void {
    this.#firstTokenMs ??= Math.max(0, nowMs - this.#startedMs)
    this.#characters += piece.length
    this.#tail += piece
    // Twice as much is kept before it is cut, so that not every token copies the whole.
    if (this.#tail.length > 2 * TAIL_CHARACTERS) this.#tail = this.#tail.slice(-TAIL_CHARACTERS)
  }

  seen(): CellStream | null {
    if (this.#firstTokenMs === null) return null
    return { key: this.#key, tail: this.#tail, characters: this.#characters, firstTokenMs: this.#firstTokenMs }
  }
}
