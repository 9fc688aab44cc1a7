// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import type { PieceEncoder } from './piece-encoder.ts'

/** The tokens of one very long piece in runs of a few hundred, kept so that an edit inside it costs little. */
export type GiantTokens = readonly TokenRun[]

/** Whole tokens that begin and end between characters. */
export interface TokenRun {
  /** UTF-16 code units. */
  readonly units: number
  /** Byte ends of the tokens, from the start of the run. */
  readonly ends: Int32Array
}

/** The piece `text[pieceStart..pieceEnd)`. */
export interface GiantPieceText {
  readonly text: string
  readonly pieceStart: number
  readonly pieceEnd: number
  /** Tokens from which a run is closed. */
  readonly runTokens: number
}

/** An edit inside a piece: `text[pieceStart..changeStart)` and `text[changeEnd..pieceEnd)` are unchanged. */
export interface GiantPieceEdit extends GiantPieceText {
  readonly changeStart: number
  readonly changeEnd: number
  /** What the edit took away. */
  readonly removed: string
}

/** An edit seen in bytes: so many at the start and the end of the new text are as they were. */
interface ByteEdit {
  readonly prefix: number
  readonly suffix: number
  /** Whether the text begins where the piece begins, and ends where it ends. */
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** Tokens of a piece from scratch. */
export function encodeGiantPiece(pieces: PieceEncoder, piece: GiantPieceText): GiantTokens {
  pieces.load(piece.text, piece.pieceStart, piece.pieceEnd)
  return cutRuns(piece, encodeLoaded(pieces))
}

export function countGiantTokens(tokens: GiantTokens): number {
  return tokens.reduce((sum, run) => sum + run.ends.length, 0)
}

/**
 * Tokens of a very long piece after an edit inside it, the same as of `encodeGiantPiece`.
 *
 * A token sequence whose adjacent pairs all encode to themselves is the encoding: the first merge across a boundary
 * would also happen in that pair alone (corollary III of the bpe crate of github/rust-gems). So tokens left and right
 * of the edit are kept, the bytes between are encoded anew, and the two seams checked; a bad seam widens the window.
 * Only the runs about the edit are looked at, more of them where the window outgrows those.
 */
export function spliceGiantPiece(pieces: PieceEncoder, old: GiantTokens, edit: GiantPieceEdit): GiantTokens {
  const { text, pieceStart, pieceEnd } = edit
  const { changeStart, changeEnd } = slideRight(edit)
  const oldUnits = old.reduce((sum, run) => sum + run.units, 0)
  const oldChangeEnd = oldUnits - (pieceEnd - changeEnd)
  if (oldChangeEnd < changeStart - pieceStart || changeEnd < changeStart) {
    return encodeGiantPiece(pieces, edit)
  }
  const firstTouched = runAt(old, changeStart - pieceStart)
  const lastTouched = runAt(old, oldChangeEnd)
  for (let margin = 1; ; margin *= 4) {
    const first = Math.max(0, firstTouched - margin)
    const after = Math.min(old.length, lastTouched + margin + 1)
    const regionStart = pieceStart + unitsOf(old, 0, first)
    const regionEnd = pieceEnd - unitsOf(old, after, old.length)
    pieces.load(text, regionStart, regionEnd)
    const ends = spliceLoaded(pieces, joinRuns(old.slice(first, after)), {
      prefix: utf8Length(text, regionStart, changeStart),
      suffix: utf8Length(text, changeEnd, regionEnd),
      isFirst: first === 0,
      isLast: after === old.length,
    })
    if (!ends) continue
    const fresh = cutRuns({ ...edit, pieceStart: regionStart, pieceEnd: regionEnd }, ends)
    return [...old.slice(0, first), ...fresh, ...old.slice(after)]
  }
}

/** Token ends of the loaded bytes from those they had before; null when more bytes are needed to tell. */
function spliceLoaded(pieces: PieceEncoder, old: Int32Array, edit: ByteEdit): Int32Array | null {
  const { prefix, suffix, isFirst, isLast } = edit
  const { buffer, merger, bufferBytes: bytes } = pieces
  const oldBytes = old[old.length - 1] ?? 0
  const growth = bytes - oldBytes
  const lastKept = firstAtLeast(old, prefix + 1)
  const firstKept = suffix === 0 ? old.length : Math.min(old.length, firstAtLeast(old, oldBytes - suffix) + 1)
  let back = 2
  let forward = 2
  for (;;) {
    const left = Math.max(0, lastKept - back)
    const right = Math.min(old.length, firstKept + forward)
    if (left === 0 && right === old.length && isFirst && isLast) return encodeLoaded(pieces)
    if ((left === 0 && !isFirst) || (right === old.length && !isLast)) return null
    const from = left === 0 ? 0 : old[left - 1]!
    const to = right === old.length ? bytes : old[right - 1]! + growth
    const count = to > from ? merger.merge(buffer, from, to) : 0
    const middle = merger.ends.slice(0, count)
    // The token before the window, the window's first and last token, and the token after it, as byte bounds.
    const beforeStart = left > 1 ? old[left - 2]! : 0
    const afterEnd = right < old.length ? old[right]! + growth : bytes
    const firstEnd = count > 0 ? from + middle[0]! : afterEnd
    const lastStart = count > 1 ? from + middle[count - 2]! : count > 0 ? from : beforeStart
    const isLeftSound = left === 0 || from === bytes || merger.isSeamSound(buffer, beforeStart, from, firstEnd)
    const isRightSound = right === old.length || to === 0 || merger.isSeamSound(buffer, lastStart, to, afterEnd)
    if (isLeftSound && isRightSound) return joinEnds(old.subarray(0, left), middle, from, old.subarray(right), growth)
    if (!isLeftSound) back *= 4
    if (!isRightSound) forward *= 4
  }
}

/**
 * Moves an insertion or a deletion to the right end of a run of equal text, where it gives the same result: the
 * left-over tokens of a run sit there, so the window stays small. Never leaves half a surrogate pair on either side.
 */
function slideRight(edit: GiantPieceEdit): { readonly changeStart: number; readonly changeEnd: number } {
  const { text, pieceStart, pieceEnd, removed } = edit
  let { changeStart, changeEnd } = edit
  if (removed === '') {
    while (changeEnd < pieceEnd && text.charCodeAt(changeStart) === text.charCodeAt(changeEnd)) {
      changeStart++
      changeEnd++
    }
  } else if (changeStart === changeEnd) {
    let slid = 0
    while (changeStart < pieceEnd && text.charCodeAt(changeStart) === removed.charCodeAt(slid)) {
      changeStart++
      if (++slid === removed.length) slid = 0
    }
    changeEnd = changeStart
  }
  if (changeStart > pieceStart && (text.charCodeAt(changeStart - 1) & 0xfc00) === 0xd800) changeStart--
  if (changeEnd < pieceEnd && (text.charCodeAt(changeEnd) & 0xfc00) === 0xdc00) changeEnd++
  return { changeStart, changeEnd }
}

function encodeLoaded(pieces: PieceEncoder): Int32Array {
  const count = pieces.merger.merge(pieces.buffer, 0, pieces.bufferBytes)
  return pieces.merger.ends.slice(0, count)
}

function joinEnds(
  left: Int32Array,
  middle: Int32Array,
  middleStart: number,
  right: Int32Array,
  shift: number,
): Int32Array {
  const ends = new Int32Array(left.length + middle.length + right.length)
  ends.set(left)
  for (let index = 0; index < middle.length; index++) ends[left.length + index] = middleStart + middle[index]!
  const offset = left.length + middle.length
  for (let index = 0; index < right.length; index++) ends[offset + index] = right[index]! + shift
  return ends
}

/** Cuts the tokens of a text into runs; no cut inside a character. */
function cutRuns({ text, pieceStart, pieceEnd, runTokens }: GiantPieceText, ends: Int32Array): TokenRun[] {
  const runs: TokenRun[] = []
  let index = pieceStart
  let bytes = 0
  let runStart = pieceStart
  let runBytes = 0
  let runToken = 0
  for (let token = 0; token < ends.length; token++) {
    const isLast = token === ends.length - 1
    if (!isLast && token - runToken + 1 < runTokens) continue
    while (index < pieceEnd && bytes < ends[token]!) {
      const units = isPairAt(text, index, pieceEnd) ? 2 : 1
      bytes += bytesAt(text, index, units)
      index += units
    }
    if (bytes !== ends[token] && !isLast) continue
    const own = ends.slice(runToken, token + 1)
    if (runBytes > 0) for (let at = 0; at < own.length; at++) own[at]! -= runBytes
    runs.push({ units: index - runStart, ends: own })
    runStart = index
    runBytes = bytes
    runToken = token + 1
  }
  return runs
}

function joinRuns(runs: GiantTokens): Int32Array {
  const joined = new Int32Array(countGiantTokens(runs))
  let count = 0
  let bytes = 0
  for (const { ends } of runs) {
    for (let index = 0; index < ends.length; index++) joined[count + index] = bytes + ends[index]!
    count += ends.length
    bytes = joined[count - 1] ?? 0
  }
  return joined
}

function unitsOf(runs: GiantTokens, from: number, to: number): number {
  let units = 0
  for (let index = from; index < to; index++) units += runs[index]!.units
  return units
}

/** Index of the run with this unit, or of the last one. */
function runAt(runs: GiantTokens, unit: number): number {
  let index = 0
  for (let end = 0; index < runs.length - 1; index++) {
    end += runs[index]!.units
    if (unit < end) break
  }
  return index
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0
  for (let index = start; index < end; ) {
    const units = isPairAt(text, index, end) ? 2 : 1
    bytes += bytesAt(text, index, units)
    index += units
  }
  return bytes
}

function isPairAt(text: string, index: number, end: number): boolean {
  if ((text.charCodeAt(index) & 0xfc00) !== 0xd800 || index + 1 >= end) return false
  return (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00
}

function bytesAt(text: string, index: number, units: number): number {
  if (units === 2) return 4
  const unit = text.charCodeAt(index)
  return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
}

/** Index of the first end that is at least `value`. */
function firstAtLeast(ends: Int32Array, value: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
