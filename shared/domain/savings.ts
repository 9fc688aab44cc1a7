import { z } from 'zod'
import { EvalSetId, ModelId, ProjectId, PromptId, RunId, VariantId } from './ids.ts'
import { Effort } from './model.ts'
import { NanoUsd } from './money.ts'
import { CacheMode, CacheTtl } from './prompt.ts'
import { Interval } from './results.ts'
import { ArrivalPattern } from './settings.ts'
import { Caveat, ColumnRef, VerdictKind } from './verdict.ts'

const Ratio = z.number().min(0).max(1)

/** Which times of calls caches are reckoned with; `auto`: those of the usage logs where these have enough single calls of the model in production. */
export const ArrivalSource = z.enum(['auto', 'profile', 'logs', 'run'])
export type ArrivalSource = z.infer<typeof ArrivalSource>

/** What tells cases apart by resemblance; `stored`: vectors of a model where all cases have one, else the variables' spelling. */
export const EmbeddingChoice = z.union([z.enum(['stored', 'spelling']), ModelId])
export type EmbeddingChoice = z.infer<typeof EmbeddingChoice>

/** What nobody but the user knows about the use of a prompt. Null = not said: a lever that needs it says so, and guesses nothing. */
export const SavingsAssumptions = z.object({
  /** Null = the profile's. */
  callsPerDay: z.number().min(0).max(1e10).nullable().default(null),
  /** Share of the calls whose answer may come later: within a day (batch). */
  waitRatio: Ratio.nullable().default(null),
  /** Share of the calls that repeat an earlier one word for word, where no log tells. */
  repeatRatio: Ratio.nullable().default(null),
  /** What an hour of the work that a lever takes is worth; the advisor weighs it against the saving of a year. */
  hourlyUsd: z.number().min(0).max(10_000).default(80),
  /** Models without a price of their own (recorded answers), each reckoned with the price of another one. */
  pricedAs: z.record(ModelId, ModelId).default({}),
  arrivalsFrom: ArrivalSource.default('auto'),
  /** Only the calls of the logs that have this tag; null = all. */
  arrivalTag: z
    .object({ name: z.string().max(100), value: z.string().max(500) })
    .nullable()
    .default(null),
  embedding: EmbeddingChoice.default('stored'),
})
export type SavingsAssumptions = z.infer<typeof SavingsAssumptions>

/** What the savings of a run are reckoned from. */
export const SavingsWish = z.object({
  projectId: ProjectId,
  /** Null = the newest run of the project that has answers. */
  runId: RunId.nullable().default(null),
  /** The column that stands for what is in production today; null = the dearest one of the run. */
  baseline: ColumnRef.nullable().default(null),
  assumptions: SavingsAssumptions.prefault({}),
})
export type SavingsWish = z.infer<typeof SavingsWish>

/** What a lever does to the answers. */
export const LeverQuality = z.discriminatedUnion('kind', [
  /** The same requests are answered by the same model: caching, batch. */
  z.object({ kind: z.literal('unchanged'), sentence: z.string() }),
  z.object({
    kind: z.literal('verdict'),
    verdict: VerdictKind,
    isProven: z.boolean(),
    caveats: z.array(Caveat),
    sentence: z.string(),
  }),
  z.object({ kind: z.literal('not-measured'), sentence: z.string() }),
])
export type LeverQuality = z.infer<typeof LeverQuality>

const CurvePoint = z.object({
  x: z.number(),
  y: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
  label: z.string().optional(),
})

/** What a chart of the lever shows; units stand in the labels. */
export const LeverCurve = z.object({
  title: z.string(),
  xLabel: z.string(),
  yLabel: z.string(),
  /** How numbers on an axis read; usd: nano-dollars. */
  xUnit: z.enum(['number', 'ratio', 'usd', 'seconds', 'tokens']),
  yUnit: z.enum(['number', 'ratio', 'usd', 'seconds', 'tokens']),
  /** Absent = linear. */
  xScale: z.enum(['linear', 'log']).optional(),
  series: z.array(
    z.object({
      name: z.string(),
      /** line: the lever's own; reference: what it must beat; bound: nobody gets past it; points: single choices. */
      role: z.enum(['line', 'reference', 'bound', 'points', 'chosen']),
      points: z.array(CurvePoint).max(2000),
    }),
  ),
  /** What the chart says, in one sentence. */
  note: z.string(),
})
export type LeverCurve = z.infer<typeof LeverCurve>

/** Which versions of a variant are worth running beside it; shared/savings/variants/propose-versions.ts writes them. */
export const VersionSource = z.discriminatedUnion('of', [
  /** Shorter forms of the answer. labels: what the cases expect, empty = no labels; maxWords: a limit worth a try, null = none. */
  z.object({
    of: z.literal('output-formats'),
    labels: z.array(z.string()),
    maxWords: z.number().int().positive().nullable(),
  }),
  z.object({ of: z.literal('efforts'), efforts: z.array(Effort) }),
  /** The variables that can be dropped whole, each left out; tokens: of an average case's value, null = not counted. */
  z.object({
    of: z.literal('variables'),
    variables: z.array(z.object({ name: z.string(), tokens: z.number().nullable() })),
  }),
  /** The optional fields of its response schema, each left out. */
  z.object({ of: z.literal('schema-fields') }),
])
export type VersionSource = z.infer<typeof VersionSource>

/** What its button does. */
export const LeverAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open-run'), label: z.string(), runId: RunId, column: ColumnRef.nullable() }),
  z.object({ kind: z.literal('open-variant'), label: z.string(), promptId: PromptId, variantId: VariantId }),
  z.object({ kind: z.literal('squeeze'), label: z.string(), promptId: PromptId, variantId: VariantId }),
  z.object({
    kind: z.literal('new-run'),
    label: z.string(),
    promptId: PromptId,
    evalSetId: EvalSetId,
    modelIds: z.array(ModelId),
  }),
  /** Saves the change as the next state of the variant. */
  z.object({
    kind: z.literal('set-cache'),
    label: z.string(),
    variantId: VariantId,
    cache: CacheMode,
    cacheTtl: CacheTtl.nullable(),
  }),
  z.object({ kind: z.literal('drop-tools'), label: z.string(), variantId: VariantId, tools: z.array(z.string()) }),
  /** Opens the choice among the versions; those that are ticked become variants, and the form of a new run opens with them. */
  z.object({
    kind: z.literal('make-variants'),
    label: z.string(),
    promptId: PromptId,
    evalSetId: EvalSetId,
    variantId: VariantId,
    modelId: ModelId,
    versions: VersionSource,
  }),
  /** A file by shared/savings/exports: the plug-in's id. */
  z.object({ kind: z.literal('export'), label: z.string(), exportId: z.string() }),
  z.object({
    kind: z.literal('export-batch'),
    label: z.string(),
    variantId: VariantId,
    modelId: ModelId,
    runId: RunId,
  }),
  /** Opens the table of the user's own rules. */
  z.object({ kind: z.literal('own-rules'), label: z.string() }),
  /** A number of SavingsAssumptions that the user is to say. */
  z.object({ kind: z.literal('say'), label: z.string(), what: z.enum(['waitRatio', 'repeatRatio']) }),
])
export type LeverAction = z.infer<typeof LeverAction>

/** hour: a switch or a line of code; day: a change with a test; week: a part of the user's own system. */
export const LeverEffort = z.enum(['hour', 'day', 'week'])
export type LeverEffort = z.infer<typeof LeverEffort>

export const LeverNoData = z.object({
  kind: z.literal('no-data'),
  /** What is missing, and how to get it: two full sentences. */
  missing: z.string(),
  remedy: z.string(),
  actions: z.array(LeverAction).default([]),
})
export type LeverNoData = z.infer<typeof LeverNoData>

export const LeverEstimate = z.object({
  kind: z.literal('estimate'),
  /** What exactly it would do: "Haiku 5.5 instead of Opus 5.5". */
  choice: z.string(),
  /** By itself, against today's calls; below 0 it costs money. */
  savedNanoUsd: NanoUsd,
  /** 95 %, over the cases; null where there are fewer than two. */
  savedInterval: Interval.nullable(),
  quality: LeverQuality,
  /** How the figure came about, in one sentence with its formula or source. */
  method: z.string(),
  /** What does not stop it and should be known. */
  notes: z.array(z.string()),
  evidence: z.object({ runIds: z.array(RunId), cases: z.number().int().min(0) }),
  curves: z.array(LeverCurve),
  actions: z.array(LeverAction),
})
export type LeverEstimate = z.infer<typeof LeverEstimate>

/** One way to save, as the page shows it. */
export const LeverCard = z.object({
  id: z.string(),
  label: z.string(),
  effort: LeverEffort,
  /** Of the levers of one family at most one is taken into the sum. */
  family: z.string().nullable(),
  finding: z.discriminatedUnion('kind', [
    LeverEstimate,
    LeverNoData,
    z.object({ kind: z.literal('failed'), message: z.string() }),
  ]),
  /** Whether the sum takes it unless the user says otherwise: it saves, and is not known to answer worse. */
  isTaken: z.boolean(),
})
export type LeverCard = z.infer<typeof LeverCard>

/** What to do next, and whether it is worth it. */
export const LeverAdvice = z.object({
  leverId: z.string(),
  /** $ per month × confidence ÷ hours of effort, in nano-dollars; what the list is ordered by. */
  rank: z.number(),
  confidence: z.number(),
  hours: z.number(),
  isWorthIt: z.boolean(),
  sentence: z.string(),
})
export type LeverAdvice = z.infer<typeof LeverAdvice>

export const SavingsColumnView = z.object({
  column: ColumnRef,
  label: z.string(),
  /** Mean of the cases; null = not scored. */
  score: z.number().nullable(),
  /** Of an average call; null = unpriced. */
  callNanoUsd: NanoUsd.nullable(),
  monthNanoUsd: NanoUsd.nullable(),
  isSimulation: z.boolean(),
  /** Whose price it is reckoned with, where it has none of its own. */
  pricedAs: ModelId.nullable(),
  /** Our own count of the tokens, since the answers came without usage. */
  isEstimated: z.boolean(),
})
export type SavingsColumnView = z.infer<typeof SavingsColumnView>

/** Today's bill and every lever by itself; what they come to together is a question of its own (Waterfall). */
export const SavingsReport = z.object({
  run: z.object({ id: RunId, name: z.string(), createdAt: z.string(), promptId: PromptId, evalSetId: EvalSetId }),
  columns: z.array(SavingsColumnView),
  baseline: ColumnRef,
  /** Cases that were looked at; fewer than `totalCases` in a large run: an even sample. */
  cases: z.number().int().min(0),
  totalCases: z.number().int().min(0),
  callsPerDay: z.number(),
  arrivals: ArrivalPattern,
  /** Which times of calls caches are reckoned with, as a sentence. */
  arrivalsText: z.string(),
  /** Which embedding told cases apart, as a sentence; null = spelling. */
  embedding: z.object({ modelId: ModelId.nullable(), text: z.string() }),
  /** Null = unpriced. */
  todayNanoUsd: NanoUsd.nullable(),
  levers: z.array(LeverCard),
  advice: z.array(LeverAdvice),
})
export type SavingsReport = z.infer<typeof SavingsReport>

/** chosen: as the user put them; best: at each step what saves most of what is left; shapley: each lever's mean over all orders. */
export const WaterfallOrder = z.enum(['chosen', 'best', 'shapley'])
export type WaterfallOrder = z.infer<typeof WaterfallOrder>

export const Waterfall = z.object({
  todayNanoUsd: NanoUsd,
  /** What each step takes off the bill of the steps before it; below 0 it adds. The steps add up to today − rest exactly. */
  steps: z.array(z.object({ leverId: z.string(), label: z.string(), savedNanoUsd: NanoUsd, afterNanoUsd: NanoUsd })),
  restNanoUsd: NanoUsd,
  order: WaterfallOrder,
  /** Shapley over so many levers was drawn at random from the orders, with a fixed seed. */
  isSampled: z.boolean(),
  /** Share of the rest's calls that no run answered as they are now: reckoned from the ratios of measured pairs. */
  inferredRatio: z.number(),
  /** What the steps do to the answers together. */
  quality: LeverQuality,
  /** Levers asked for that were left out, and why. */
  leftOut: z.array(z.object({ leverId: z.string(), reason: z.string() })),
})
export type Waterfall = z.infer<typeof Waterfall>
