import { z } from 'zod'
import { ProviderId } from './ids.ts'
import { PerMinute } from './rate-limits.ts'

/** The id of the plug-in that speaks to it (electron/core/providers/plugins): `openai`, `anthropic`, `openai-compatible`, `sandbox` … */
export const ProviderKind = z.string().regex(/^[a-z0-9-]{1,40}$/)
export type ProviderKind = z.infer<typeof ProviderKind>

/** A place that answers calls, as the interface knows it. A key is never part of it. */
export const ProviderInfo = z.object({
  id: ProviderId,
  kind: ProviderKind,
  label: z.string(),
  /** Null = the vendor's own address. */
  baseUrl: z.url().nullable(),
  needsKey: z.boolean(),
  hasKey: z.boolean(),
  /** Where the key comes from: `keychain`, `session`, or the environment variable's name. */
  keySource: z.string().nullable(),
  /** The environment variable that the web host and the command line read. */
  keyVariable: z.string().nullable(),
  maxConcurrency: z.number().int().min(1).max(1000),
  /** The user's own limits; null = none but what the provider says. */
  requestsPerMinute: PerMinute.nullable(),
  tokensPerMinute: PerMinute.nullable(),
  /** Whether it has a batch API. */
  hasBatches: z.boolean(),
  /** Whether it has a slower service at a lower price, which a request can ask for. */
  hasFlex: z.boolean(),
  /** marked: it caches what a request marks; keyed: it caches by itself, and takes a key; none: nothing is sent. */
  caching: z.enum(['marked', 'keyed', 'none']),
  /** False for the ones that ship with Pithy. */
  isRemovable: z.boolean(),
})
export type ProviderInfo = z.infer<typeof ProviderInfo>
