import { z } from 'zod'
import { Deadlines } from './deadlines.ts'
import { ModelId, ProjectId, ProviderId } from './ids.ts'
import { DiscountRatio } from './model.ts'
import { NanoUsd } from './money.ts'
import { OwnRules } from './own-rules.ts'
import { RateLimits } from './rate-limits.ts'
import { UpdateAddress } from './update-address.ts'

export const ArrivalPattern = z.enum(['steady', 'office-hours', 'bursts'])
export type ArrivalPattern = z.infer<typeof ArrivalPattern>

/** How a prompt is used in production; what the per-month figures are computed with. */
export const Profile = z.object({
  callsPerDay: z.number().min(0).max(1e10),
  outputTokens: z.number().min(0).max(1e7),
  /** When the calls of a day come, see shared/cost/prompt-caching.ts; profiles stored without it are steady. */
  arrivals: ArrivalPattern.default('steady'),
  /** Calls of a group that come one after the other; read for `bursts` only. */
  burstCalls: z.number().int().min(1).max(1e6).default(10),
})
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
  /** What a contract takes off a provider's list prices; runs keep the one that they began with. */
  providerDiscounts: z.record(ProviderId, DiscountRatio),
  /** The user's own limits of single models, beside those of their providers. */
  modelRateLimits: z.record(ModelId, RateLimits),
  /** Hard limit of what all real calls of a day, by this machine's clock, may cost; null = none. */
  dayBudgetNanoUsd: NanoUsd.min(0).nullable(),
  /** The same for a week from Monday on. */
  weekBudgetNanoUsd: NanoUsd.min(0).nullable(),
  /** The same for a calendar month. */
  monthBudgetNanoUsd: NanoUsd.min(0).nullable(),
  deadlines: Deadlines,
  /** Of work that took long, by the desktop, and only while its window is not in front. */
  notifiesRunEnd: z.boolean(),
  /** By the desktop, once at every start. */
  looksForUpdates: z.boolean(),
  /** Where; null = where the packager said (__UPDATE_ADDRESS__), if anywhere. */
  updateAddress: UpdateAddress.nullable(),
  lastProjectId: ProjectId.nullable(),
  /** What the spelling takes for right in a project, beside its dictionary. */
  projectWords: z.record(ProjectId, z.array(z.string().min(1).max(80)).max(10_000)),
  /** The answers before the model that a project's user wrote; one project's are saved without the others'. */
  ownRules: z.record(ProjectId, OwnRules),
})
export type Settings = z.infer<typeof Settings>

/**
 * What to change. Of the profile and the deadlines each member stands alone: two fields of a form that are left one after the
 * other must not take each other back.
 */
export const SettingsChange = Settings.extend({
  profile: Profile.extend({
    arrivals: Profile.shape.arrivals.unwrap(),
    burstCalls: Profile.shape.burstCalls.unwrap(),
  }).partial(),
  deadlines: Deadlines.partial(),
}).partial()
export type SettingsChange = z.infer<typeof SettingsChange>
