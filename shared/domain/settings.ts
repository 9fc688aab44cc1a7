import { z } from 'zod'
import { ModelId, ProjectId } from './ids.ts'
import { NanoUsd } from './money.ts'

/** How a prompt is used in production; what the per-month figures are computed with. */
export const Profile = z.object({ callsPerDay: z.number().min(0).max(1e10), outputTokens: z.number().min(0).max(1e7) })
export type Profile = z.infer<typeof Profile>

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** The models that the meter, the run dialog and the exports offer first. */
  chosenModelIds: z.array(ModelId).max(8),
  /** The small model that rewrites segments. */
  compressModelId: ModelId.nullable(),
  profile: Profile,
  /** What a new run's budget is set to; null = none. */
  defaultRunBudgetNanoUsd: NanoUsd.nullable(),
  lastProjectId: ProjectId.nullable(),
})
export type Settings = z.infer<typeof Settings>
