import type { CaseId, RunId } from '../../../../shared/domain/ids.ts'
import type { StreamingCell } from '../../../../shared/domain/results.ts'
import type { Encoder } from '../../../../shared/tokens/encoder.ts'
import type { CellStream } from '../cells/cell-streams.ts'
import type { Engine } from '../engine.ts'

/** What is arriving for these cases, with its tokens so far. */
export async function readStreamingCells(
  { streams, encoders }: Pick<Engine, 'streams' | 'encoders'>,
  runId: RunId,
  caseIds: ReadonlySet<CaseId>,
): Promise<StreamingCell[]> {
  const wanted = streams.of(runId).filter(({ key }) => caseIds.has(key.caseId))
  if (wanted.length === 0) return []
  const encoder = encoders.loaded('o200k_base') ?? (await encoders.load('o200k_base'))
  return wanted.map((stream) => toStreamingCell(stream, encoder))
}

function toStreamingCell({ key, tail, characters, firstTokenMs }: CellStream, encoder: Encoder): StreamingCell {
  // Half of a character at the cut would be no text.
  const text = /^[\udc00-\udfff]/.test(tail) ? tail.slice(1) : tail
  // What is not kept any more is taken to be as dense as the rest.
  const outputTokens = Math.round((encoder.count(text) * characters) / Math.max(1, text.length))
  return { ...key, text, isCut: text.length < characters, outputTokens, firstTokenMs }
}
