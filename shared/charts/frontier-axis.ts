import { formatUsd } from '../cost/format-usd.ts'
import { nanoToUsd, usdToNano } from '../domain/money.ts'
import type { ColumnSummary } from '../domain/results.ts'

export type FrontierAxisId = 'cost' | 'latency' | 'tokens'

/** What quality is held against: less of it is better. */
export interface FrontierAxis {
  readonly id: FrontierAxisId
  /** As a title says it: "Quality against …". */
  readonly noun: string
  readonly unit: string
  /** Head of its column in tables. */
  readonly head: string
  /** In files: a name with its unit. */
  readonly field: string
  /** What a column lacks that has none. */
  readonly missing: string
  /** What a point is called that another beats. */
  readonly beatenBy: string
  readonly figureOf: (column: ColumnSummary) => AxisFigure | null
  readonly text: (value: number) => string
}

export interface AxisFigure {
  readonly value: number
  /** 95 % interval; null = too few to tell. */
  readonly interval: { readonly low: number; readonly high: number } | null
}

const COST: FrontierAxis = {
  id: 'cost',
  noun: 'cost',
  unit: '$ per 1,000 calls',
  head: '$ per 1,000',
  field: 'usd_per_1000',
  missing: 'unpriced',
  beatenBy: 'costs no more',
  figureOf: ({ costPer1000NanoUsd: nano, costPer1000Interval: interval }) =>
    nano === null
      ? null
      : {
          value: nanoToUsd(nano),
          interval: interval && { low: nanoToUsd(interval.low), high: nanoToUsd(interval.high) },
        },
  text: (usd) => formatUsd(usdToNano(usd)),
}

const LATENCY: FrontierAxis = {
  id: 'latency',
  noun: 'latency',
  unit: 'median latency of a call, ms',
  head: 'Latency p50',
  field: 'latency_p50_ms',
  missing: 'no latency known',
  beatenBy: 'is no slower',
  figureOf: ({ latencyP50Ms, latencyP50Interval: interval }) =>
    latencyP50Ms === null ? null : { value: latencyP50Ms, interval },
  text: (ms) => `${wholeText(ms)} ms`,
}

const TOKENS: FrontierAxis = {
  id: 'tokens',
  noun: 'tokens',
  unit: 'tokens per call, prompt and answer',
  head: 'Tokens per call',
  field: 'tokens_per_call',
  missing: 'no usage reported',
  beatenBy: 'takes no more tokens',
  figureOf: ({ meanPromptTokens, meanOutputTokens, meanTokensInterval: interval }) =>
    meanPromptTokens === null || meanOutputTokens === null
      ? null
      : { value: meanPromptTokens + meanOutputTokens, interval },
  text: wholeText,
}

export const frontierAxes: Readonly<Record<FrontierAxisId, FrontierAxis>> = {
  cost: COST,
  latency: LATENCY,
  tokens: TOKENS,
}

function wholeText(value: number): string {
  return (value < 10 ? Number(value.toFixed(1)) : Math.round(value)).toLocaleString('en-US')
}
