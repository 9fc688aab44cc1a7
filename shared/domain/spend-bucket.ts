import { z } from 'zod'
import { NanoUsd } from './money.ts'

/** What of a month's bill is paid for one kind of waste; the kinds overlap and do not add up. */
export const SpendBucket = z.object({
  id: z.enum(['repeated-context', 'frontier-overuse', 'bloated-output']),
  label: z.string(),
  /** Null = no data tell. */
  nanoUsd: NanoUsd.nullable(),
  /** How it was told, or what is missing and how to get it. */
  note: z.string(),
})
export type SpendBucket = z.infer<typeof SpendBucket>

/** Of today's column of a run, at the profile's calls a day. */
export const SpendBuckets = z.object({
  runName: z.string(),
  label: z.string(),
  monthNanoUsd: NanoUsd,
  buckets: z.array(SpendBucket),
})
export type SpendBuckets = z.infer<typeof SpendBuckets>
