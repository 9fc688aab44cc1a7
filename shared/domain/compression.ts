import { z } from 'zod'
import { Role } from './prompt.ts'

/** R0 lossless, R1 near-lossless, R2 needs evals. */
export const RiskClass = z.enum(['R0', 'R1', 'R2'])
export type RiskClass = z.infer<typeof RiskClass>

/**
 * One change that can be taken or refused by itself: the text from `start` to `end` (UTF-16 offsets into the message's
 * template as it was before any edit) becomes `replacement`. Edits of one message never overlap.
 */
export const Edit = z.object({
  id: z.string(),
  messageIndex: z.number().int().min(0),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  original: z.string(),
  replacement: z.string(),
  compressor: z.string(),
  /** "Said twice: also in line 4." */
  reason: z.string(),
  risk: RiskClass,
  /** Tokens saved, by the encoding that the proposal was counted with; may be negative. */
  savedTokens: z.number().int(),
})
export type Edit = z.infer<typeof Edit>

/** A rewrite that failed a gate; kept so that the user sees why. */
export const RejectedEdit = z.object({
  messageIndex: z.number().int().min(0),
  original: z.string(),
  candidate: z.string(),
  compressor: z.string(),
  reason: z.string(),
})
export type RejectedEdit = z.infer<typeof RejectedEdit>

/** What a compression proposes for a variant, before anyone has taken anything. */
export const Proposal = z.object({
  edits: z.array(Edit),
  rejected: z.array(RejectedEdit),
  tokensBefore: z.number().int().min(0),
  tokensAfter: z.number().int().min(0),
})
export type Proposal = z.infer<typeof Proposal>

/** A part of a template that can be kept, cut or reworded; offsets as in Edit. */
export const Segment = z.object({
  id: z.string(),
  messageIndex: z.number().int().min(0),
  role: Role,
  kind: z.enum(['heading', 'paragraph', 'list-item', 'sentence', 'example', 'code', 'json', 'table']),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  text: z.string(),
})
export type Segment = z.infer<typeof Segment>
