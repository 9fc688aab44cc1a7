import { z } from 'zod'
import { EvalCase } from './eval-set.ts'
import { ModelId, VariantId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { Cell, CellKey, RunColumn } from './run.ts'

export const Interval = z.object({ low: z.number(), high: z.number() })
export type Interval = z.infer<typeof Interval>

/** Totals of one column: a variant on a model. Rates and scores are fractions 0 to 1; intervals are at 95 %. */
export const ColumnSummary = RunColumn.extend({
  cells: z.number().int().min(0),
  answered: z.number().int().min(0),
  failed: z.number().int().min(0),
  cached: z.number().int().min(0),
  /** Answers that end at the output limit. */
  cut: z.number().int().min(0),
  scored: z.number().int().min(0),
  passed: z.number().int().min(0),
  /** Wilson's interval; null when nothing was scored. */
  passRate: z.number().nullable(),
  passRateInterval: Interval.nullable(),
  /**
   * Of the cases whose every trial was scored, the share in which all passed (pass^K); null when there is none. With one
   * trial it is the pass rate.
   */
  passAllRate: z.number().nullable(),
  /** Cases of which some trials passed and others did not, or whose unscored answers differ. */
  flakyCases: z.number().int().min(0),
  meanScore: z.number().nullable(),
  meanScoreInterval: Interval.nullable(),
  /** Mean cost of one call, times 1,000; null = unpriced or nothing answered. */
  costPer1000NanoUsd: NanoUsd.nullable(),
  costPer1000Interval: Interval.nullable(),
  meanPromptTokens: z.number().nullable(),
  meanOutputTokens: z.number().nullable(),
  /** Of the two together, per call. */
  meanTokensInterval: Interval.nullable(),
  latencyP50Ms: z.number().nullable(),
  /** Of the median, between two order statistics; null for fewer than six cases. */
  latencyP50Interval: Interval.nullable(),
  latencyP95Ms: z.number().nullable(),
  /** Nothing beats it in both quality and cost; null while one of the two is unknown. */
  isOnFront: z.boolean().nullable(),
  isSimulation: z.boolean(),
})
export type ColumnSummary = z.infer<typeof ColumnSummary>

/** disagreeing: in some column the trials passed otherwise than in the baseline's, or failed where those did not. */
export const ResultFilter = z.enum([
  'all',
  'failed',
  'passed',
  'different',
  'disagreeing',
  'errors',
  'flaky',
  'highlighted',
])
export type ResultFilter = z.infer<typeof ResultFilter>

/** One of the different answers that the trials of a cell gave. */
export const DistinctOutput = z.object({
  /** White space around it does not count. */
  output: z.string(),
  /** Trials that said it, from 0. */
  repeats: z.array(z.number().int().min(0)),
  score: z.number().nullable(),
  hasPassed: z.boolean().nullable(),
})
export type DistinctOutput = z.infer<typeof DistinctOutput>

/** One column of a run. */
export const ColumnOfRun = z.object({ variantId: VariantId, modelId: ModelId })
export type ColumnOfRun = z.infer<typeof ColumnOfRun>

export const ResultFigure = z.enum(['score', 'cost', 'latency', 'tokens'])
export type ResultFigure = z.infer<typeof ResultFigure>

export const ResultSort = z.object({
  by: z.enum(['position', ...ResultFigure.options]),
  /** The column that is sorted by; null with `position`. */
  column: ColumnOfRun.nullable(),
  /** Sorted by how much `column` has more than this one; absent = by `column` alone. */
  minus: ColumnOfRun.nullable().optional(),
  isDescending: z.boolean(),
})
export type ResultSort = z.infer<typeof ResultSort>

/** Rows with a cell whose figure is at least, or at most, so much. */
export const ResultCondition = z.object({
  figure: ResultFigure,
  /** Null = any column. */
  column: ColumnOfRun.nullable(),
  is: z.enum(['at-least', 'at-most']),
  /** A score from 0 to 1, nano-dollars, milliseconds, or prompt and output tokens together. */
  value: z.number(),
})
export type ResultCondition = z.infer<typeof ResultCondition>

/** Which rows of a run are shown, in which order. */
export const ResultQuestion = z.object({
  filter: ResultFilter.default('all'),
  /** What `disagreeing` compares with; null = the first column. */
  baseline: ColumnOfRun.nullable().default(null),
  search: z.string().max(500).default(''),
  /** `search` is a pattern in JavaScript's syntax. */
  isRegex: z.boolean().default(false),
  /** Cases with one of these; none = all. */
  tags: z.array(z.string().max(200)).max(50).default([]),
  /** All must hold. */
  conditions: z.array(ResultCondition).max(20).default([]),
  sort: ResultSort.nullable().default(null),
})
export type ResultQuestion = z.infer<typeof ResultQuestion>

/** A cell whose answer is arriving; nothing of it is stored yet. */
export const StreamingCell = CellKey.extend({
  /** The text so far; of a long one the end, see `isCut`. */
  text: z.string(),
  isCut: z.boolean(),
  /** Estimated with the tokenizer of another vendor where the model's own is not public. */
  outputTokens: z.number().int().min(0),
  firstTokenMs: z.number().min(0),
})
export type StreamingCell = z.infer<typeof StreamingCell>

/** One row of the grid: a case and its cells in the order of the run's columns, then of the repeats. */
export const ResultRow = z.object({
  evalCase: EvalCase,
  /**
   * Null where the cell is not there yet, or was not asked for. Long outputs are cut to `outputLimit` characters of the request.
   */
  cells: z.array(z.array(Cell).nullable()),
})
export type ResultRow = z.infer<typeof ResultRow>
