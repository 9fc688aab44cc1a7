import { z } from 'zod'
import { BundleCounts } from '../../../../shared/domain/bundle.ts'
import { CaseContent } from '../../../../shared/domain/eval-set.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { LogProbability } from '../../../../shared/domain/log-probability.ts'
import { CatalogModel } from '../../../../shared/domain/model.ts'
import { NanoUsd } from '../../../../shared/domain/money.ts'
import { OwnRules } from '../../../../shared/domain/own-rules.ts'
import { PartialName, PartialTexts, PromptPartial } from '../../../../shared/domain/partial.ts'
import { VariantContent, VariantOrigin } from '../../../../shared/domain/prompt.ts'
import { CellMark, FinishReason, OtherModel, RunColumn, RunSpec } from '../../../../shared/domain/run.ts'
import { Assertion, AssertionResult } from '../../../../shared/domain/score.ts'
import { ServiceTier } from '../../../../shared/domain/service-tier.ts'
import { ToolCall } from '../../../../shared/domain/tool.ts'
import { Usage } from '../../../../shared/domain/usage.ts'
import { VerdictRule } from '../../../../shared/domain/verdict.ts'
import { WireError } from '../../../../shared/domain/wire-error.ts'

/** Raised when a reader of this build could no longer read what is written. */
export const BUNDLE_VERSION = 1

/** Ids hold within a bundle only; an import gives new ones. */
const Id = z.string().min(1).max(80)
const Time = z.iso.datetime()
const Name = z.string().max(500)
const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.number().int().min(0)
const FilePath = z.string().min(1).max(200)

export const BundleManifest = z.object({
  format: z.literal('pithy-bundle'),
  version: z.number().int().positive(),
  appVersion: z.string().max(100),
  exportedAt: Time,
  project: Name,
  counts: BundleCounts,
  files: z.array(z.object({ path: FilePath, bytes: Count, sha256: Hash })).max(10_000),
})
export type BundleManifest = z.infer<typeof BundleManifest>

export const ProjectFile = z.object({
  name: Name,
  description: z.string().max(100_000),
  budgetNanoUsd: NanoUsd.nullable(),
  verdictRule: VerdictRule.nullable(),
  /** What its spelling takes for right. */
  words: z.array(z.string().min(1).max(80)).max(10_000).nullable(),
  /** What answers before the model; older bundles have none. */
  ownRules: OwnRules.nullable().default(null),
})
export type ProjectFile = z.infer<typeof ProjectFile>

export const VariantFile = z.object({
  id: Id,
  letter: z.string().regex(/^[A-Z]{1,4}$/),
  revision: z.number().int().positive(),
  name: Name,
  content: VariantContent,
  parentId: Id.nullable(),
  origin: VariantOrigin,
  note: z.string().max(20_000),
  isFrozen: z.boolean(),
  /** What its partials said when it was frozen; null = not frozen. */
  partials: PartialTexts.nullable(),
  supersededById: Id.nullable(),
  archivedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type VariantFile = z.infer<typeof VariantFile>

export const PromptFile = z.object({
  id: Id,
  name: Name,
  archivedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
  /** In the order of their letters. */
  variants: z.array(FilePath).min(1).max(10_000),
})
export type PromptFile = z.infer<typeof PromptFile>

export const PartialFile = z.object({
  name: PartialName,
  text: PromptPartial.shape.text,
  archivedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type PartialFile = z.infer<typeof PartialFile>

export const EvalSetFile = z.object({
  id: Id,
  name: Name,
  variableNames: z.array(z.string()),
  caseCount: Count,
  assertions: z.array(Assertion),
  contentHash: Hash,
  archivedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
  /** Who looked at the hold-out: they count wherever the set goes. */
  looks: z.array(
    z.object({ runId: Id, baseline: z.string().max(1000), candidate: z.string().max(1000), lookedAt: Time }),
  ),
  cases: FilePath,
  labels: FilePath.nullable(),
})
export type EvalSetFile = z.infer<typeof EvalSetFile>

/** A line of an eval set's cases; part and cluster where the set was split. */
export const CaseLine = CaseContent.extend({
  id: Id,
  position: z.number().int().positive(),
  part: z.enum(['dev', 'hold-out']).optional(),
  cluster: z.string().max(200).optional(),
})
export type CaseLine = z.infer<typeof CaseLine>

const OutputHash = z.string().regex(/^[0-9a-f]{32}$/)

export const LabelLine = z.object({
  caseId: Id,
  judgeKey: z.string().max(1000),
  outputHash: OutputHash,
  labeller: z.string().max(200),
  judgePassed: z.boolean(),
  humanPassed: z.boolean(),
  labelledAt: Time,
})
export type LabelLine = z.infer<typeof LabelLine>

export const RunFile = z.object({
  id: Id,
  name: Name,
  spec: RunSpec,
  columns: z.array(RunColumn).min(1).max(5000),
  assertions: z.array(Assertion),
  /** With the prices of its snapshot. */
  models: z.array(CatalogModel),
  judges: z.array(CatalogModel),
  otherModels: z.array(OtherModel),
  evalSetName: Name,
  evalSetHash: Hash,
  caseCount: Count,
  cellCount: Count,
  state: z.enum(['complete', 'incomplete']),
  costNanoUsd: NanoUsd,
  hasUnpriced: z.boolean(),
  archivedAt: Time.nullable(),
  createdAt: Time,
  finishedAt: Time.nullable(),
  /** The cases as they were when it began; runs on one state of a set share them. */
  cases: FilePath,
  cells: FilePath,
})
export type RunFile = z.infer<typeof RunFile>

/** A line of a run's cases, in the order of its rows. */
export const SnapshotLine = CaseContent.extend({ id: Id, position: z.number().int().positive() })
export type SnapshotLine = z.infer<typeof SnapshotLine>

/** What one model gave for the texts of the cases. */
export const EmbeddingsFile = z.object({
  modelId: ModelId,
  /** Numbers of each vector. */
  dimensions: z.number().int().positive().max(65_536),
  vectors: FilePath,
})
export type EmbeddingsFile = z.infer<typeof EmbeddingsFile>

/** A line of vectors. */
export const VectorLine = z.object({
  /** SHA-256 of a case's values, as they are embedded. */
  textHash: Hash,
  /** Of the text. */
  tokens: Count,
  /** 32-bit floats, little-endian, as Base64. */
  vector: z.base64().max(400_000),
})
export type VectorLine = z.infer<typeof VectorLine>

const Milliseconds = z.number().min(0).nullable()
const Tokens = Count.nullable()

export const CellLine = z.object({
  row: Count,
  column: Count,
  repeat: Count,
  state: z.enum(['answered', 'failed']),
  score: z.number().min(0).max(1).nullable(),
  hasPassed: z.boolean().nullable(),
  costNanoUsd: NanoUsd.nullable(),
  latencyMs: Milliseconds,
  promptTokens: Tokens,
  outputTokens: Tokens,
  isCached: z.boolean(),
  attempts: Count,
  mayHaveBeenBilled: z.boolean(),
  outputHash: OutputHash.nullable(),
  assertions: z.array(AssertionResult),
  error: WireError.nullable(),
  reply: z
    .object({
      finishReason: FinishReason,
      usage: Usage.nullable(),
      answeredBy: z.string().max(1000).nullable(),
      service: ServiceTier.nullable(),
      costNanoUsd: NanoUsd.nullable(),
      latencyMs: Milliseconds,
      firstTokenMs: Milliseconds,
      createdAtMs: Count,
      output: z.string(),
      toolCalls: z.array(ToolCall).nullable(),
      logProbability: LogProbability.nullable().default(null),
    })
    .nullable(),
  mark: CellMark.extend({ markedAt: Time }).nullable(),
})
export type CellLine = z.infer<typeof CellLine>
