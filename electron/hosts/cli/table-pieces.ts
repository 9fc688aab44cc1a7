import { createReadStream } from 'node:fs'
import { AppError } from '../../../shared/contract/errors.ts'
import { guessDelimiter } from '../../../shared/import/read-table.ts'

/** How a file is cut: at rows of a CSV, at lines, or at the members of a JSON list, which come out as lines. */
export type PieceKind = 'csv' | 'jsonl' | 'json'

export interface PieceOptions {
  readonly kind: PieceKind
  /** Of a CSV; null = found out from its text. */
  readonly delimiter: string | null
  /** Of a piece, about. */
  readonly characters?: number
  /** No row may be longer. */
  readonly maxRow?: number
}

const CHARACTERS = 1_000_000
const MAX_ROW = 32_000_000
const READ_BYTES = 1 << 20

/**
 * A table's text in pieces of whole rows, the header before each of a CSV's; no more than a piece and a read is in memory.
 *
 * @throws AppError `bad-input` with the byte offset for other than UTF-8 or UTF-16 with its mark, for NUL, and for a row past `maxRow`
 */
export async function* tablePieces(
  path: string,
  { kind, delimiter, characters = CHARACTERS, maxRow = MAX_ROW }: PieceOptions,
): AsyncGenerator<string, void> {
  let cutter: Cutter | null = null
  let fieldEnd = delimiter
  let rest = ''
  let header = ''
  for await (const text of texts(path)) {
    rest += text
    fieldEnd ??= guessDelimiter(text)
    cutter ??= cutterFor(kind, fieldEnd)
    cutter.see(text)
    if (rest.length < characters) continue
    const end = cutter.lastEnd
    if (end === 0) {
      if (rest.length > maxRow)
        throw new AppError('bad-input', `A row is longer than ${maxRow / 1e6} million characters. Is a quote missing?`)
      continue
    }
    const whole = rest.slice(0, end)
    rest = rest.slice(end)
    cutter.cut()
    yield piece(whole)
  }
  if (rest.trim() !== '' && !(kind === 'json' && /^[\s,\]]*$/.test(rest))) yield piece(rest)

  function piece(whole: string): string {
    if (kind === 'json') return linesOfList(whole)
    if (kind === 'jsonl') return whole
    if (header !== '') return header + whole
    header = firstRecord(whole, fieldEnd ?? '')
    return whole
  }
}

async function* texts(path: string): AsyncGenerator<string, void> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let offset = 0
  const fault = (why: string) => new AppError('bad-input', `${path}: ${why} (near byte ${offset}). Save it as UTF-8.`)
  const decode = (bytes: Uint8Array | undefined) => {
    try {
      return bytes ? decoder?.decode(bytes, { stream: true }) : decoder?.decode()
    } catch {
      throw fault('it is not text in UTF-8')
    }
  }
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    const bytes = chunk as Buffer // a stream without an encoding gives buffers
    decoder ??= new TextDecoder(markedEncoding(bytes), { fatal: true })
    const text = decode(bytes) ?? ''
    if (text.includes('\0')) throw fault('it holds NUL bytes, so it is no text')
    yield text
    offset += bytes.length
  }
  yield decode(undefined) ?? ''
}

/** Excel's "Unicode text" is UTF-16 with a byte order mark. */
export function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

interface Cutter {
  /** Reads on; what was seen before stays. */
  readonly see: (text: string) => void
  /** Where the last whole row ends, counted from the last cut; 0 = nowhere yet. */
  readonly lastEnd: number
  readonly cut: () => void
}

function cutterFor(kind: PieceKind, delimiter: string): Cutter {
  let at = 0
  let lastEnd = 0
  let isQuoted = false
  let isEscaped = false
  let depth = 0
  const isInQuotes = quoteReader(delimiter)
  const seeOne = kind === 'json' ? seeJson : kind === 'csv' ? seeCsv : seeLine
  return {
    see(text) {
      for (let index = 0; index < text.length; index++) {
        at += 1
        seeOne(text.charCodeAt(index))
      }
    },
    get lastEnd() {
      return lastEnd
    },
    cut() {
      at -= lastEnd
      lastEnd = 0
    },
  }

  function seeLine(code: number): void {
    if (code === 10) lastEnd = at
  }

  function seeCsv(code: number): void {
    if (!isInQuotes(code) && code === 10) lastEnd = at
  }

  function seeJson(code: number): void {
    if (isQuoted) {
      if (isEscaped) isEscaped = false
      else if (code === 92) isEscaped = true
      else if (code === 34) isQuoted = false
      return
    }
    if (code === 34) isQuoted = true
    else if (code === 91 || code === 123) depth += 1
    else if (code === 93 || code === 125) depth -= 1
    else if (code === 44 && depth === 1) lastEnd = at
  }
}

/** Members of a list, of which the text is a part, one on each line. @throws AppError `bad-input` where it is no part of one */
function linesOfList(part: string): string {
  const inside = part.trim().replace(/^\[/, '').replace(/\]$/, '').replace(/,\s*$/, '')
  try {
    const members: unknown = JSON.parse(`[${inside}]`)
    return Array.isArray(members) ? members.map((one) => JSON.stringify(one)).join('\n') : ''
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 120) : ''
    throw new AppError('bad-input', `The file is no list in JSON: ${why}`, { cause })
  }
}

function firstRecord(text: string, delimiter: string): string {
  const isInQuotes = quoteReader(delimiter)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!isInQuotes(code) && code === 10) return text.slice(0, at + 1)
  }
  return text
}

/** Whether the text is within a quoted field after each of its characters, as the reader of the pieces takes them. */
function quoteReader(delimiter: string): (code: number) => boolean {
  // Beside the delimiter a field begins after a byte order mark and a line end.
  const fieldStarts = new Set([0xfeff, 10, 13, delimiter.charCodeAt(delimiter.length - 1)])
  let before = 10
  let isQuoted = false
  // A doubled quote closes and opens again, which is the same as not at all.
  let hasClosed = false
  return (code) => {
    if (code === 34) {
      const wasQuoted = isQuoted
      isQuoted = !wasQuoted && (hasClosed || fieldStarts.has(before))
      hasClosed = wasQuoted
    } else hasClosed = false
    before = code
    return isQuoted
  }
}
