import { z } from 'zod'
import { RunId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { ColumnOfRun, ColumnSummary } from './results.ts'

const Count = z.number().int().min(0)

/** What a column's answers cost, by what was paid for. Null = unpriced. */
export const CostByClass = z.object({
  input: NanoUsd,
  cacheRead: NanoUsd,
  cacheWrite: NanoUsd,
  output: NanoUsd,
  /** The part of `output` that was spent on reasoning. */
  reasoning: NanoUsd,
})
export type CostByClass = z.infer<typeof CostByClass>

/** How the cells of one column are spread. */
export const ColumnSpread = ColumnOfRun.extend({
  variantLabel: z.string(),
  /** Cells by score: ten bins of 0.1; the last one holds 1 as well. */
  scores: z.array(Count).length(10),
  /** Cells by latency: each bin reaches from its edge to the next one, in ms; cached ones are left out. */
  latencies: z.array(Count),
  /** Share of the cost that the dearest 0, 5, 10 … 100 % of the cases have; empty when nothing is priced. */
  costShares: z.array(z.number()),
  costByClass: CostByClass.nullable(),
  /** Answers that `costByClass` was added up from, evenly taken; the rest is scaled. */
  pricedCells: Count,
  /** Whether there are more priced answers than that: the classes are estimates then, their sum is not. */
  isSampled: z.boolean(),
})
export type ColumnSpread = z.infer<typeof ColumnSpread>

export const RunSpread = z.object({ latencyEdgesMs: z.array(z.number()), columns: z.array(ColumnSpread) })
export type RunSpread = z.infer<typeof RunSpread>

/** What was settled in a minute. */
export const SpendMinute = z.object({ minute: z.iso.datetime(), nanoUsd: NanoUsd, calls: Count })
export type SpendMinute = z.infer<typeof SpendMinute>

const Outcomes = z.object({ wins: Count, losses: Count, ties: Count })

/** Two columns case by case; a win is a case that the candidate scored higher. */
export const PairedCases = Outcomes.extend({
  /** Cases that both columns answered and that were scored. */
  cases: Count,
  byTag: z.array(Outcomes.extend({ tag: z.string() })),
  /** Cases, at most 2,000 of them evenly taken: row, scores and costs of the baseline and of the candidate. */
  points: z.array(
    z.object({
      row: Count,
      baselineScore: z.number().nullable(),
      candidateScore: z.number().nullable(),
      baselineNanoUsd: NanoUsd.nullable(),
      candidateNanoUsd: NanoUsd.nullable(),
    }),
  ),
})
export type PairedCases = z.infer<typeof PairedCases>

/** One run of an eval set, for the line through all of them. */
export const TrendRun = z.object({
  runId: RunId,
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** Whether the cases were the same as in the run that was asked about. */
  hasSameCases: z.boolean(),
  columns: z.array(ColumnSummary),
})
export type TrendRun = z.infer<typeof TrendRun>
