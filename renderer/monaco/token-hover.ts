import type { RangeTokens } from '../tokens/token-protocol.ts'
import type { monaco } from './monaco.ts'
import type { PaintOptions } from './token-painter.ts'

/** Id and bytes of the tokens that the character at a position belongs to; null where there is none. */
export async function tokenHover(
  model: monaco.editor.ITextModel,
  position: monaco.IPosition,
  { client, docId, encoding, stretches }: PaintOptions,
): Promise<monaco.languages.Hover | null> {
  const offset = model.getOffsetAt(position)
  // The token before it too: of a character in several tokens all but the last are empty, and end where it begins.
  const found = await client.tokens(docId, encoding, Math.max(0, offset - 1), offset + 1).catch(() => null)
  if (!found) return null
  const here = tokensAt(found, offset)
  const last = here.at(-1)
  if (!last) return null
  const start = model.getPositionAt(last.start)
  const end = model.getPositionAt(last.end)
  const crossed = stretches().find((stretch) =>
    [stretch.start, stretch.end].some((at) => last.start < at && at < last.end),
  )
  return {
    range: {
      startLineNumber: start.lineNumber,
      startColumn: start.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    },
    contents: [
      ...here.map((token) => ({ value: tokenText(token, here.length > 1) })),
      ...(crossed ? [{ value: `Reaches across the edge of a variable: what is sent here depends on its value.` }] : []),
      { value: `${encoding}` },
    ],
  }
}

interface TokenHere {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
}

function tokensAt({ start, ids, ends, bytes }: RangeTokens, offset: number): readonly TokenHere[] {
  const tokens = ids.map((id, index) => ({
    id,
    start: ends[index - 1] ?? start,
    end: ends[index] ?? start,
    bytes: bytes?.[index] ?? new Uint8Array(),
  }))
  const at = tokens.findIndex((token) => token.start <= offset && offset < token.end)
  let first = at
  while (first > 0 && tokens[first - 1]?.start === tokens[first - 1]?.end) first--
  return at < 0 ? [] : tokens.slice(first, at + 1)
}

function tokenText({ id, bytes }: TokenHere, isPart: boolean): string {
  const hex = [...bytes].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
  const what = isPart ? ', a part of a character' : ''
  return `Token **${id}** · ${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}${what}: \`${hex}\``
}
