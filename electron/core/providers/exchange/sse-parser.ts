import { CallFault } from './call-fault.ts'

export interface SseEvent {
  /** Null where the event has no `event:` line, as from many proxies. */
  readonly name: string | null
  readonly data: string
}

const MAX_EVENT_CHARACTERS = 8 * 1024 * 1024

/**
 * Reads server-sent events from text that may be split anywhere. Lines end in LF, CR or CRLF; comments are dropped; an event at
 * the end of the stream counts even without its blank line (both SDKs lose it, and the usage with it).
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseParser {
  /** Pieces of the line that has not ended; joined once, so that a long line costs linear time. */
  #pieces: string[] = []
  #data: string[] = []
  #name: string | null = null
  #characters = 0
  #endedInCr = false

  /** @throws CallFault when one event is longer than 8 million characters */
  push(text: string): readonly SseEvent[] {
    const events: SseEvent[] = []
    let start = this.#endedInCr && text.startsWith('\n') ? 1 : 0
    if (text !== '') this.#endedInCr = false
    const hasCr = text.includes('\r')
    for (let at = nextLineEnd(text, start, hasCr); at !== -1; at = nextLineEnd(text, start, hasCr)) {
      this.#keep(text.slice(start, at))
      this.#endLine(events)
      const isCr = text[at] === '\r'
      this.#endedInCr = isCr && at + 1 === text.length
      start = isCr && text[at + 1] === '\n' ? at + 2 : at + 1
    }
    this.#keep(text.slice(start))
    return events
  }

  /** What the end of the stream completes. */
  end(): readonly SseEvent[] {
    const events: SseEvent[] = []
    this.#endLine(events)
    this.#endEvent(events)
    return events
  }

  #keep(piece: string): void {
    if (piece === '') return
    this.#pieces.push(piece)
    this.#characters += piece.length
    if (this.#characters > MAX_EVENT_CHARACTERS) throw new CallFault({ kind: 'bad-reply', problem: 'event-too-large' })
  }

  #endLine(events: SseEvent[]): void {
    const line = this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join('')
    this.#pieces = []
    if (line === '') {
      this.#endEvent(events)
      return
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') this.#data.push(value)
    else if (field === 'event') this.#name = value
    else this.#characters -= line.length
  }

  #endEvent(events: SseEvent[]): void {
    if (this.#data.length > 0) events.push({ name: this.#name, data: this.#data.join('\n') })
    this.#data = []
    this.#name = null
    this.#characters = 0
  }
}

/** Looks for CR only where there is one: each search that fails would read the rest of the text again. */
function nextLineEnd(text: string, from: number, hasCr: boolean): number {
  const lf = text.indexOf('\n', from)
  const cr = hasCr ? text.indexOf('\r', from) : -1
  if (lf === -1 || cr === -1) return Math.max(lf, cr)
  return Math.min(lf, cr)
}
