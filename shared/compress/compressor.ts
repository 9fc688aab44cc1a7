import type { Edit, RejectedEdit, RiskClass, Segment } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'

/** A change before it is counted and numbered. */
export type EditDraft = Pick<Edit, 'messageIndex' | 'start' | 'end' | 'replacement' | 'reason'>

export interface CompressorResult {
  readonly edits: readonly EditDraft[]
  readonly rejected: readonly RejectedEdit[]
}

export interface CompressorContext {
  readonly signal: AbortSignal
  /** Ids of the segments to work on; null = all. */
  readonly segmentIds: ReadonlySet<string> | null
  /**
   * Asks the small model that the user chose, within the budget. Plain compressors never call it.
   *
   * @throws AppError when the call fails for good or the budget is used up
   */
  readonly complete: (request: {
    readonly system: string
    readonly user: string
    readonly maxOutputTokens: number
  }) => Promise<string>
  /** Tells that a segment is done. */
  readonly onProgress: (done: number, total: number) => void
}

/** A plug-in that proposes changes to a prompt's messages. One file in plugins/, named after its id. */
export interface Compressor {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly risk: RiskClass
  /** False: a pure function of the text, which the editor also runs live. */
  readonly needsModel: boolean
  readonly compress: (
    messages: readonly Message[],
    segments: readonly Segment[],
    context: CompressorContext,
  ) => CompressorResult | Promise<CompressorResult>
}
