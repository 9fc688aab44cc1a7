import { z } from 'zod'
import { CallTag } from './call-tag.ts'
import { CaseId, EvalSetId, JobId, ModelId, ProjectId, PromptId, RunId, VariantId } from './ids.ts'
import { LogProbability } from './log-probability.ts'
import { PriceRow } from './model.ts'
import { NanoUsd } from './money.ts'
import { Parameters, Role } from './prompt.ts'
import { AssertionResult } from './score.ts'
import { ServiceTier } from './service-tier.ts'
import { ToolCall } from './tool.ts'
import { Usage } from './usage.ts'
import { WireError } from './wire-error.ts'

export const RunMode = z.enum(['live', 'flex', 'batch'])
export type RunMode = z.infer<typeof RunMode>

/** What to run: variants × models × cases × repeats. */
export const RunSpec = z.object({
  projectId: ProjectId,
  name: z.string().max(200).default(''),
  evalSetId: EvalSetId,
  variantIds: z.array(VariantId).min(1).max(50),
  modelIds: z.array(ModelId).min(1).max(50),
  repeats: z.number().int().min(1).max(100).default(1),
  /** Only the first so many cases; null = all. */
  caseLimit: z.number().int().positive().nullable().default(null),
  /** Hard limit of what this run may spend; null = none. */
  budgetNanoUsd: NanoUsd.nullable().default(null),
  /** Answers of identical earlier requests are used again, free of charge. */
  mayUseCache: z.boolean().default(true),
  /** Judges what no assertion names a judge for; null = the small model of the settings, when one is needed. */
  judgeModelId: ModelId.nullable().default(null),
  /** Ends an answer's stream once it cannot pass any more; what was written until then is billed by estimate. */
  mayStopEarly: z.boolean().default(false),
  /**
   * Models that can are asked how sure they are of each answer (log-probabilities), for the cascade's validator. An assertion that
   * needs it asks by itself. Such a request has a cache of its own.
   */
  keepsLogProbabilities: z.boolean().default(false),
  /**
   * flex: answered while one waits, slower and at the provider's flex price; batch: over the providers' batch APIs, at their
   * batch price, within a day, also while Pithy is closed.
   */
  mode: RunMode.default('live'),
  /** What its calls are for, beside the tags of its cases: budgets of tags count them. Absent = nothing is said; each counts once. */
  tags: z
    .array(CallTag)
    .max(20)
    .overwrite((tags) => [...new Set(tags)])
    .optional(),
})
export type RunSpec = z.infer<typeof RunSpec>

/** One column of the results grid. */
export const RunColumn = z.object({
  variantId: VariantId,
  modelId: ModelId,
  promptId: PromptId,
  promptName: z.string(),
  /** "B2": see variantLabel. */
  variantLabel: z.string(),
  variantName: z.string(),
})
export type RunColumn = z.infer<typeof RunColumn>

/** waiting: no job works on it, and batches of it are with a provider or not collected yet. */
export const RunState = z.enum(['running', 'waiting', 'complete', 'incomplete'])
export type RunState = z.infer<typeof RunState>

/** A model that answered in place of the one that was asked, as replies name it. */
export const OtherModel = z.object({
  asked: ModelId,
  answeredBy: z.string(),
  /** What its answers were billed at; null = the catalog has none, so they were reckoned at the asked model's price. */
  price: PriceRow.nullable(),
})
export type OtherModel = z.infer<typeof OtherModel>

export const Run = z.object({
  id: RunId,
  projectId: ProjectId,
  name: z.string(),
  spec: RunSpec,
  columns: z.array(RunColumn),
  evalSetName: z.string(),
  /** Hash of the cases and assertions that it ran with. */
  evalSetHash: z.string(),
  caseCount: z.number().int().min(0),
  /** What each model cost when the run began; null = unpriced. */
  priceSnapshot: z.record(z.string(), PriceRow.nullable()),
  /** Who answered in place of the models that were asked; mostly nobody. */
  otherModels: z.array(OtherModel),
  state: RunState,
  /** The latest job that worked on it. */
  jobId: JobId.nullable(),
  cellCount: z.number().int().min(0),
  doneCount: z.number().int().min(0),
  errorCount: z.number().int().min(0),
  costNanoUsd: NanoUsd,
  hasUnpriced: z.boolean(),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
})
export type Run = z.infer<typeof Run>

/** `stopped-early`: a checker of ours ended the stream; usage is an estimate. */
export const FinishReason = z.enum([
  'stop',
  'length',
  'refusal',
  'content-filter',
  'tool-calls',
  'stopped-early',
  'unknown',
])
export type FinishReason = z.infer<typeof FinishReason>

/** Names one cell of a run. */
export const CellKey = z.object({
  variantId: VariantId,
  modelId: ModelId,
  caseId: CaseId,
  /** 0 for the first trial. */
  repeat: z.number().int().min(0),
})
export type CellKey = z.infer<typeof CellKey>

/** What a human noted about an output, apart from the scores of the assertions, which it never changes. */
export const CellMark = z.object({
  /** True = good, false = bad. */
  thumb: z.boolean().nullable(),
  /** 0 to 1, in the human's eyes. */
  score: z.number().min(0).max(1).nullable(),
  comment: z.string().max(10_000),
  label: z.string().trim().max(100),
  isHighlighted: z.boolean(),
})
export type CellMark = z.infer<typeof CellMark>

export const noMark: CellMark = { thumb: null, score: null, comment: '', label: '', isHighlighted: false }

/** What a cell asked, before the provider's own form. */
export const SentRequest = z.object({
  messages: z.array(z.object({ role: Role, content: z.string() })),
  parameters: Parameters,
})
export type SentRequest = z.infer<typeof SentRequest>

/** Which answered or failed cells of a run are asked once more. */
export const AgainChoice = z.object({
  which: z.enum(['all', 'errors', 'failures']),
  /** Null = of every column. */
  column: z.object({ variantId: VariantId, modelId: ModelId }).nullable().default(null),
  /** Null = of every case. */
  caseId: CaseId.nullable().default(null),
})
export type AgainChoice = z.infer<typeof AgainChoice>

/** One answered (or failed) call with its scores. */
export const Cell = CellKey.extend({
  state: z.enum(['answered', 'failed']),
  /** Of a failed cell: what had come when the answer broke off, and mostly nothing. */
  output: z.string(),
  /** Tools that the model asked for; absent = none. Without any text beside them, `output` is these as canonical JSON. */
  toolCalls: z.array(ToolCall).optional(),
  /** Absent = the model was not asked how sure it is, or does not tell. */
  logProbability: LogProbability.optional(),
  finishReason: FinishReason.nullable(),
  usage: Usage.nullable(),
  /** Null = unpriced, or failed before anything could be billed. A cached answer carries what it first cost. */
  costNanoUsd: NanoUsd.nullable(),
  latencyMs: z.number().min(0).nullable(),
  firstTokenMs: z.number().min(0).nullable(),
  isCached: z.boolean(),
  /** The model that answered, as the provider names it; null when it does not say. */
  answeredBy: z.string().nullable(),
  /** How its answer was bought, which decides the price; null when it failed, or where an older build did not note it. */
  service: ServiceTier.nullable(),
  attempts: z.number().int().min(0),
  /** Weighted mean of the assertions' scores, 0 to 1; null without assertions or answer, or when one was not judged. */
  score: z.number().min(0).max(1).nullable(),
  hasPassed: z.boolean().nullable(),
  assertions: z.array(AssertionResult),
  error: WireError.nullable(),
  /** True when the provider may have billed an attempt whose answer never came. */
  mayHaveBeenBilled: z.boolean(),
  /** Absent = nothing. */
  mark: CellMark.optional(),
  /** The earlier answer that the mark was given to, and how it begins; absent = it was given to this one. */
  markedReply: z.object({ no: z.number().int(), output: z.string() }).optional(),
})
export type Cell = z.infer<typeof Cell>

/** Whether more answers are to come by themselves, be it from a batch. */
export function isUnderWay({ state }: Pick<Run, 'state'>): boolean {
  return state === 'running' || state === 'waiting'
}

/** What resuming a run would ask for, and what it may cost. */
export const ResumePreview = z.object({
  /** Cells without an answer whose asking is free of doubt. */
  missing: z.number().int().min(0),
  /** Cells that failed after they were sent: they may have been billed, and are asked again only if that is allowed. */
  held: z.number().int().min(0),
  /** Answered cells that a judge could not be asked about: only the judge is asked again. */
  unjudged: z.number().int().min(0),
  /** The worst that asking the held ones once more costs; null = unpriced. */
  heldNanoUsd: NanoUsd.nullable(),
  /** What the missing ones will take, by what the answered ones cost; null when none is answered or one is unpriced. */
  neededNanoUsd: NanoUsd.nullable(),
})
export type ResumePreview = z.infer<typeof ResumePreview>

/** How long a run will take, about. */
export const TimeForecast = z.object({
  lowMs: z.number().min(0),
  highMs: z.number().min(0),
  /** history: timed on earlier calls of every model; assumed: of one of them there are too few; batch: as batches go. */
  basis: z.enum(['history', 'assumed', 'batch']),
  /** What holds it back most. */
  boundBy: z.enum(['calls-at-once', 'requests-per-minute', 'tokens-per-minute', 'batch']),
})
export type TimeForecast = z.infer<typeof TimeForecast>

/** What a run would do and cost, told before it starts. */
export const RunPreview = z.object({
  cells: z.number().int().min(0),
  /** Cells that ask exactly what another cell of this run asks. */
  duplicates: z.number().int().min(0),
  expectedCacheHits: z.number().int().min(0),
  calls: z.number().int().min(0),
  perModel: z.array(
    z.object({
      modelId: ModelId,
      label: z.string(),
      calls: z.number().int().min(0),
      inputTokens: z.number().min(0),
      isInputExact: z.boolean(),
      /** Half width of the 90 % band where the tokenizer is estimated, as a fraction; null elsewhere. */
      inputBandRatio: z.number().min(0).nullable(),
      outputTokensLow: z.number().min(0),
      outputTokensHigh: z.number().min(0),
      /** Null = unpriced. */
      costLowNanoUsd: NanoUsd.nullable(),
      costHighNanoUsd: NanoUsd.nullable(),
      hasKey: z.boolean(),
      /** The day its prices were read; null = unpriced, or the example prices of a simulation. */
      priceReadOn: z.iso.date().nullable(),
      /** What the provider takes off the list price, 0 to 1; the costs are after it. */
      discountRatio: z.number(),
    }),
  ),
  /** Calls to judge models, at most and within the costs below; null when nothing is judged. */
  judge: z
    .object({
      modelIds: z.array(ModelId),
      calls: z.number().int().min(0),
      /** Null = a judge is unpriced. */
      costHighNanoUsd: NanoUsd.nullable(),
      /** Models of the run that are of a judge's family, and so may please it more. */
      kinModelIds: z.array(ModelId),
    })
    .nullable(),
  costLowNanoUsd: NanoUsd,
  costHighNanoUsd: NanoUsd,
  time: TimeForecast,
  unpricedModelIds: z.array(ModelId),
  /** What must be mended before the run can start: undefined variables, a missing key. */
  problems: z.array(z.string()),
  /** What will not be done as the variants ask, and does not keep the run from starting. */
  notes: z.array(z.string()),
})
export type RunPreview = z.infer<typeof RunPreview>
