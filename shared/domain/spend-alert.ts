import { z } from 'zod'
import { ProjectId } from './ids.ts'
import { NanoUsd } from './money.ts'

export const SpendLimitId = z.string().min(1).max(80).brand<'SpendLimitId'>()
export type SpendLimitId = z.infer<typeof SpendLimitId>

export const SpendPeriod = z.enum(['day', 'week', 'month'])
export type SpendPeriod = z.infer<typeof SpendPeriod>

/** What usage logs may tell before it is an alert. It stops nobody: the calls of a log are somebody else's, and paid. */
export const SpendLimit = z.object({
  id: SpendLimitId,
  projectId: ProjectId,
  period: SpendPeriod,
  /** Null = of the whole project. */
  tag: z.object({ name: z.string().min(1).max(200), value: z.string().min(1).max(300) }).nullable(),
  limitNanoUsd: NanoUsd.min(0),
})
export type SpendLimit = z.infer<typeof SpendLimit>

/** over: a limit that somebody set is broken; look: something changed that is worth a look. */
export const SpendAlert = z.object({
  kind: z.enum(['limit', 'jump', 'new-model', 'price-change', 'run-cost', 'run-tokens', 'run-cut']),
  level: z.enum(['over', 'look']),
  /** A full sentence with the figures. */
  sentence: z.string(),
  /** When the day, week, month or run began; null = unknown. */
  atMs: z.number().nullable(),
  /** The model that it is about, as the log names it; null = all. */
  model: z.string().nullable(),
  tag: z.object({ name: z.string(), value: z.string() }).nullable(),
})
export type SpendAlert = z.infer<typeof SpendAlert>
