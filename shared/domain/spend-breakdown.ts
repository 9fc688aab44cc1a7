import { z } from 'zod'
import { RunId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { UsageLogId } from './usage-log.ts'

/** Where spend is read from: imported usage logs, or the answers of runs. Null = all of the project. */
export const SpendSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('logs'), logIds: z.array(UsageLogId).max(200).nullable().default(null) }),
  z.object({ kind: z.literal('runs'), runIds: z.array(RunId).max(200).nullable().default(null) }),
])
export type SpendSource = z.infer<typeof SpendSource>

export const SpendFilter = z.object({
  /** As the source names it; null = all. */
  model: z.string().max(300).nullable().default(null),
  /** A value of null = rows without that tag. */
  tag: z
    .object({ name: z.string().max(200), value: z.string().max(300).nullable() })
    .nullable()
    .default(null),
  fromMs: z.number().int().nullable().default(null),
  /** Not included. */
  toMs: z.number().int().nullable().default(null),
})
export type SpendFilter = z.infer<typeof SpendFilter>

/** Days, weeks from Monday on and months of UTC, as bills have them. */
export const SpendUnit = z.enum(['hour', 'day', 'week', 'month'])
export type SpendUnit = z.infer<typeof SpendUnit>

const Count = z.number().int().min(0)

export const TokenSums = z.object({
  inputTokens: Count,
  cacheReadTokens: Count,
  cacheWrite5mTokens: Count,
  cacheWrite1hTokens: Count,
  outputTokens: Count,
  /** The part of the output that is known to be reasoning. */
  reasoningTokens: Count,
})
export type TokenSums = z.infer<typeof TokenSums>

export const SpendSums = z.object({
  rows: Count,
  /** Null = some rows stand for calls that nobody counted. */
  calls: Count.nullable(),
  nanoUsd: NanoUsd,
  /** Rows whose cost is unknown: they add nothing to the money. */
  unpricedRows: Count,
  /** Rows that tell no cost and were reckoned with the catalog's prices, or with tokens of our own count. */
  estimatedRows: Count,
  errorRows: Count,
  tokens: TokenSums,
})
export type SpendSums = z.infer<typeof SpendSums>

/** Null = the rows do not say. */
export const SpendGroup = SpendSums.extend({ key: z.string().nullable() })
export type SpendGroup = z.infer<typeof SpendGroup>

export const SpendClass = z.enum(['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'reasoning', 'output'])
export type SpendClass = z.infer<typeof SpendClass>

/** How a figure spreads over single calls. */
export const SpendSpread = z.object({
  n: Count,
  mean: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  max: z.number(),
  /** Median of the distances from the median. */
  mad: z.number(),
  /** What the dearest tenth of the calls is of the sum. */
  topTenthRatio: z.number().nullable(),
  /** 0 = all alike, towards 1 = one call is all. */
  gini: z.number().nullable(),
  /** Above 10 times the median. */
  tenfoldCount: Count,
  /** Robust z = 0.6745 (x − median) ÷ MAD above 5; null where half of the calls are alike, so that it says nothing. */
  robustCount: Count.nullable(),
})
export type SpendSpread = z.infer<typeof SpendSpread>

export const SpendOutlier = z.object({
  atMs: z.number().nullable(),
  model: z.string(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  nanoUsd: NanoUsd,
  promptTokens: Count.nullable(),
  outputTokens: Count.nullable(),
  /** Null where the median is 0. */
  timesMedian: z.number().nullable(),
  robustZ: z.number().nullable(),
})
export type SpendOutlier = z.infer<typeof SpendOutlier>

export const SpendBreakdown = z.object({
  total: SpendSums,
  firstAtMs: z.number().nullable(),
  lastAtMs: z.number().nullable(),
  /** Rows without a time, which no figure over time holds. */
  undatedRows: Count,
  /** By money, the most first. */
  byModel: z.array(SpendGroup),
  /** The most first, at most 50 values each; `others` = the rest of them together. */
  byTag: z.array(
    z.object({ name: z.string(), groups: z.array(SpendGroup), distinct: Count, others: SpendSums.nullable() }),
  ),
  /** Money by class of tokens: each model's spend shared out by its list prices; null = no price to share out by. */
  byClass: z.array(z.object({ class: SpendClass, tokens: Count, nanoUsd: NanoUsd.nullable() })),
  /** Spend of models that have no list price, so that no class has a share of it. */
  unsplitNanoUsd: NanoUsd,
  unit: SpendUnit,
  /** In the order of time, without gaps of the unit filled in; money by model in the order of `byModel`. */
  overTime: z.array(z.object({ startMs: z.number(), rows: Count, nanoUsd: NanoUsd, byModel: z.array(NanoUsd) })),
  /** Of rows that stand for one call; null = there is none. */
  cost: SpendSpread.nullable(),
  promptTokens: SpendSpread.nullable(),
  outputTokens: SpendSpread.nullable(),
  /** The dearest calls that are 10 times the median or above a robust z of 5; at most 50. */
  outliers: z.array(SpendOutlier),
  /** What one call can cost at most: the longest prompt that was seen and an answer of the cap's length. */
  worstCase: z.array(
    z.object({
      model: z.string(),
      maxSeenNanoUsd: NanoUsd.nullable(),
      /** Output cap of the variant, or else of the model; null = unknown. */
      capTokens: Count.nullable(),
      /** Null = unpriced, or the cap is unknown. */
      atCapNanoUsd: NanoUsd.nullable(),
    }),
  ),
  /** The money is that of sandbox models: examples, not real. */
  isSimulation: z.boolean(),
})
export type SpendBreakdown = z.infer<typeof SpendBreakdown>
