import type { Edit, Proposal } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import { applyEdits } from './apply-edits.ts'
import type { Compressor, CompressorContext, EditDraft } from './compressor.ts'
import { splitSegments } from './split-segments.ts'

export interface ProposeOptions {
  /** Where two want the same text, the one of the lower risk class has it, then the one that takes more away. */
  readonly compressors: readonly Compressor[]
  /** Tokens of a text, for the savings shown. */
  readonly countTokens: (text: string) => number
  readonly context: CompressorContext
}

/** What the compressors propose: counted, numbered, without overlaps. Nothing is changed yet. */
export async function proposeEdits(messages: readonly Message[], options: ProposeOptions): Promise<Proposal> {
  const { countTokens, context } = options
  const segments = splitSegments(messages)
  const wishes: { readonly compressor: Compressor; readonly draft: EditDraft }[] = []
  const rejected: Proposal['rejected'] = []
  for (const compressor of options.compressors) {
    const result = await compressor.compress(messages, segments, context)
    for (const rejection of result.rejected) rejected.push(rejection)
    for (const draft of result.edits) wishes.push({ compressor, draft })
  }
  wishes.sort((a, b) => a.compressor.risk.localeCompare(b.compressor.risk) || removed(b.draft) - removed(a.draft))
  const edits: Edit[] = []
  const taken = messages.map(({ template }) => new Uint8Array(template.length))
  for (const { compressor, draft } of wishes) {
    const room = taken[draft.messageIndex]?.subarray(draft.start, draft.end)
    if (!room || room.includes(1)) continue
    const edit = toEdit(messages, draft, compressor, countTokens)
    if (edit === null) continue
    room.fill(1)
    edits.push(edit)
  }
  edits.sort((a, b) => a.messageIndex - b.messageIndex || a.start - b.start)
  const count = (all: readonly Message[]) => all.reduce((sum, message) => sum + countTokens(message.template), 0)
  return { edits, rejected, tokensBefore: count(messages), tokensAfter: count(applyEdits(messages, edits)) }
}

function removed({ start, end, replacement }: EditDraft): number {
  return end - start - replacement.length
}

/** How much text around an edit is counted with it: tokens join over the seam, but not further. */
const SEAM_CHARACTERS = 64

function toEdit(
  messages: readonly Message[],
  draft: EditDraft,
  compressor: Compressor,
  countTokens: (text: string) => number,
): Edit | null {
  const template = messages[draft.messageIndex]?.template ?? ''
  const original = template.slice(draft.start, draft.end)
  if (original === draft.replacement) return null
  const before = template.slice(Math.max(0, draft.start - SEAM_CHARACTERS), draft.start)
  const after = template.slice(draft.end, draft.end + SEAM_CHARACTERS)
  return {
    ...draft,
    id: `${compressor.id}-m${draft.messageIndex}-${draft.start}-${draft.end}`,
    original,
    compressor: compressor.id,
    risk: compressor.risk,
    savedTokens: countTokens(before + original + after) - countTokens(before + draft.replacement + after),
  }
}
