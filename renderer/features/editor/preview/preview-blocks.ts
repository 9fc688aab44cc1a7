import type { TracedPiece } from '../../../../shared/template/text-emitter.ts'

/** Whole lines of a filled-in text. */
export interface PreviewBlock {
  /** UTF-16 offset. */
  readonly start: number
  readonly lines: number
  readonly pieces: readonly TracedPiece[]
}

/** About two screens. */
const BLOCK_CHARACTERS = 6000

/**
 * Cuts a filled-in text into blocks of whole lines, which a browser can leave alone until they are scrolled to: laying
 * out 300,000 characters at once held the window up for 130 ms.
 */
export function previewBlocks(text: string, pieces: readonly TracedPiece[]): readonly PreviewBlock[] {
  const blocks: PreviewBlock[] = []
  let current: TracedPiece[] = []
  let start = pieces[0]?.start ?? 0
  function close(end: number): void {
    blocks.push({ start, lines: countLines(text, start, end), pieces: current })
    current = []
    start = end
  }
  for (const piece of pieces) {
    let rest = piece
    // What a variable put in stays in one mark.
    while (piece.isVerbatim && rest.end > start + BLOCK_CHARACTERS) {
      const lineEnd = text.indexOf('\n', Math.max(rest.start, start + BLOCK_CHARACTERS))
      if (lineEnd < 0 || lineEnd + 1 >= rest.end) break
      current.push({ ...rest, end: lineEnd + 1 })
      rest = { ...rest, start: lineEnd + 1 }
      close(lineEnd + 1)
    }
    current.push(rest)
  }
  const last = pieces.at(-1)
  if (last) close(last.end)
  return blocks
}

function countLines(text: string, start: number, end: number): number {
  let lines = 1
  for (let at = text.indexOf('\n', start); at >= 0 && at < end - 1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
