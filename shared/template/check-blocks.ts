import type { TagPiece, TemplatePiece } from './scan-template.ts'

export interface BlockProblem {
  readonly message: string
  readonly start: number
  readonly end: number
}

const MIDDLE_OF: Readonly<Record<string, readonly string[]>> = {
  elsif: ['if', 'unless'],
  else: ['if', 'unless', 'for', 'case'],
  when: ['case'],
}

/** Liquid reads and fills in by recursion: some thousand levels overflow the stack. */
const MAX_DEPTH = 100

/** Finds blocks that are nested too deep or not closed, and ends and middles without their beginning. */
export function checkBlocks(pieces: readonly TemplatePiece[]): readonly BlockProblem[] {
  const problems: BlockProblem[] = []
  const open: TagPiece[] = []
  for (const piece of pieces) {
    if (piece.kind !== 'tag') continue
    const parents = MIDDLE_OF[piece.name]
    const innermost = open.at(-1)
    if (parents !== undefined) {
      if (innermost === undefined || !parents.includes(innermost.name)) {
        problems.push(
          problemAt(piece, `"${piece.name}" stands outside of ${parents.map((name) => `"${name}"`).join(', ')}.`),
        )
      }
    } else if (!piece.name.startsWith('end')) {
      if (open.length >= MAX_DEPTH) {
        // One such place says it all; the ends of those below it would only be in the way.
        return [problemAt(piece, `"${piece.name}" stands more than ${MAX_DEPTH} blocks deep. Take some of them apart.`)]
      }
      open.push(piece)
    } else if (innermost?.name === piece.name.slice(3)) {
      open.pop()
    } else {
      const expected = innermost === undefined ? 'no block is open here' : `"end${innermost.name}" is expected here`
      problems.push(problemAt(piece, `"${piece.name}" has no beginning: ${expected}.`))
    }
  }
  for (const piece of open) {
    problems.push(
      problemAt(
        piece,
        `"${piece.name}" is not closed: add {% end${piece.name} %}, or put plain text between {% raw %} and {% endraw %}.`,
      ),
    )
  }
  return problems.sort((a, b) => a.start - b.start)
}

function problemAt(piece: TagPiece, message: string): BlockProblem {
  return { message, start: piece.start, end: piece.end }
}
