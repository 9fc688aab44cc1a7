import type { TracedText } from '../template/trace-template.ts'
import type { PromptCut } from './cut-prompt.ts'

/**
 * Adds the tokens of one filled-in message to the cuts that they come from. A token over a boundary counts once, for the
 * cut with its last character, so that a word's token with the space before it counts for the word: what is added is
 * exactly the number of tokens, and what stands before a cut is whole tokens.
 *
 * @param sums  one per cut of the whole prompt
 * @param ends  where each token of `traced.text` ends, in UTF-16 units
 */
export function countCuts(
  sums: number[],
  message: {
    readonly cuts: readonly PromptCut[]
    /** Place of the message's first cut in `sums`. */
    readonly firstIndex: number
    readonly traced: TracedText
    readonly ends: readonly number[]
  },
): void {
  const { cuts, firstIndex, traced, ends } = message
  let pieceAt = 0
  let cutAt = 0
  let tokenStart = 0
  for (const end of ends) {
    // An empty token is the beginning of the character that follows.
    const last = Math.max(tokenStart, end - 1)
    while (pieceAt < traced.pieces.length - 1 && (traced.pieces[pieceAt]?.end ?? 0) <= last) pieceAt++
    const piece = traced.pieces[pieceAt]
    if (!piece) throw new RangeError('A text with tokens must have pieces.')
    const source = piece.sourceStart + (piece.isVerbatim ? last - piece.start : 0)
    cutAt = cutWith(cuts, source, cutAt)
    sums[firstIndex + cutAt] = (sums[firstIndex + cutAt] ?? 0) + 1
    tokenStart = end
  }
}

/** The cut that holds an offset; a loop goes back, all else forward, so the search begins where the last one ended. */
function cutWith(cuts: readonly PromptCut[], offset: number, from: number): number {
  let at = from
  while (at > 0 && (cuts[at]?.start ?? 0) > offset) at--
  while (at < cuts.length - 1 && (cuts[at]?.end ?? 0) <= offset) at++
  return at
}
