import { z } from 'zod'
import { JobId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { WireError } from './wire-error.ts'

export const JobState = z.enum(['running', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobState>

/** The whole state of a piece of long work; a client keeps the snapshot with the highest revision. */
export const JobSnapshot = z.object({
  id: JobId,
  kind: z.enum(['run', 'compress', 'squeeze', 'comparison', 'try', 'embed']),
  /** What it works on: a run's id, a variant's id. */
  subjectId: z.string(),
  title: z.string(),
  state: JobState,
  revision: z.number().int().min(0),
  /** Finished steps (cells, segments), failed and cached ones included. */
  done: z.number().int().min(0),
  failed: z.number().int().min(0),
  cached: z.number().int().min(0),
  total: z.number().int().min(0),
  spentNanoUsd: NanoUsd,
  /** True when part of what was done has no known price. */
  hasUnpriced: z.boolean(),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  error: WireError.nullable(),
})
export type JobSnapshot = z.infer<typeof JobSnapshot>

export function isTerminal(state: JobState): boolean {
  return state !== 'running'
}
