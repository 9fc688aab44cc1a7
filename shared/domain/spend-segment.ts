import { z } from 'zod'
import { NanoUsd } from './money.ts'

/** What the parts of a prompt, and its answer, cost of an average call of one column of a run; they add up to it. */
export const SegmentSpend = z.object({
  runName: z.string(),
  /** "B on gpt-5.4-mini". */
  label: z.string(),
  callNanoUsd: NanoUsd,
  /** The dearest first. */
  segments: z.array(z.object({ kind: z.string(), label: z.string(), tokens: z.number(), nanoUsd: NanoUsd })),
})
export type SegmentSpend = z.infer<typeof SegmentSpend>
