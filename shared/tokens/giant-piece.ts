// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import type { PieceEncoder } from './piece-encoder.ts'

/** Byte ends of the tokens of one very long piece, kept so that an edit inside it costs little. */
export type TokenEnds = Int32Array

/** An edit inside a piece: `text[pieceStart..changeStart)` and `text[changeEnd..pieceEnd)` are unchanged. */
export interface GiantPieceEdit {
  readonly text: string
  readonly pieceStart: number
  readonly pieceEnd: number
  readonly changeStart: number
  readonly changeEnd: number
  /** What the edit took away. */
  readonly removed: string
}

/** Token ends of the piece `text[start..end)`, from scratch. */
export function encodeGiantPiece(pieces: PieceEncoder, text: string, start: number, end: number): TokenEnds {
  pieces.load(text, start, end)
  return encodeLoaded(pieces)
}

/**
 * Token ends of a very long piece after an edit inside it, equal to `encodeGiantPiece`.
 *
 * A token sequence whose adjacent pairs all encode to themselves is the encoding: the first merge across a boundary
 * would also happen in that pair alone (corollary III of the bpe crate of github/rust-gems). So tokens left and right
 * of the edit are kept, the bytes between are encoded anew, and the two seams checked; a bad seam widens the window.
 */
export function spliceGiantPiece(pieces: PieceEncoder, old: TokenEnds, edit: GiantPieceEdit): TokenEnds {
  const { text, pieceStart, pieceEnd } = edit
  const { changeStart, changeEnd } = slideRight(edit)
  pieces.load(text, pieceStart, pieceEnd)
  const bytes = pieces.bufferBytes
  const oldBytes = old[old.length - 1] ?? 0
  const prefix = utf8Length(text, pieceStart, changeStart)
  const suffix = utf8Length(text, changeEnd, pieceEnd)
  if (prefix + suffix > Math.min(bytes, oldBytes)) return encodeLoaded(pieces)
  const { buffer, merger } = pieces
  const growth = bytes - oldBytes
  const lastKept = firstAtLeast(old, prefix + 1)
  const firstKept = suffix === 0 ? old.length : Math.min(old.length, firstAtLeast(old, oldBytes - suffix) + 1)
  let back = 2
  let forward = 2
  for (;;) {
    const left = Math.max(0, lastKept - back)
    const right = Math.min(old.length, firstKept + forward)
    const from = left === 0 ? 0 : old[left - 1]!
    const to = right === old.length ? bytes : old[right - 1]! + growth
    if (to - from > bytes / 2) return encodeLoaded(pieces)
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
    while (changeStart < pieceEnd && text.charCodeAt(changeStart) === removed.charCodeAt(slid % removed.length)) {
      changeStart++
      slid++
    }
    changeEnd = changeStart
  }
  if (changeStart > pieceStart && (text.charCodeAt(changeStart - 1) & 0xfc00) === 0xd800) changeStart--
  if (changeEnd < pieceEnd && (text.charCodeAt(changeEnd) & 0xfc00) === 0xdc00) changeEnd++
  return { changeStart, changeEnd }
}

function encodeLoaded(pieces: PieceEncoder): TokenEnds {
  const count = pieces.merger.merge(pieces.buffer, 0, pieces.bufferBytes)
  return pieces.merger.ends.slice(0, count)
}

function joinEnds(left: TokenEnds, middle: TokenEnds, middleStart: number, right: TokenEnds, shift: number): TokenEnds {
  const ends = new Int32Array(left.length + middle.length + right.length)
  ends.set(left)
  for (let index = 0; index < middle.length; index++) ends[left.length + index] = middleStart + middle[index]!
  const offset = left.length + middle.length
  for (let index = 0; index < right.length; index++) ends[offset + index] = right[index]! + shift
  return ends
}

function utf8Length(text: string, start: number, end: number): number {
  let bytes = 0
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes++
    else if (unit < 0x800) bytes += 2
    else if ((unit & 0xfc00) === 0xd800 && index + 1 < end && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      bytes += 4
      index++
    } else bytes += 3
  }
  return bytes
}

/** Index of the first end that is at least `value`. */
function firstAtLeast(ends: TokenEnds, value: number): number {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
