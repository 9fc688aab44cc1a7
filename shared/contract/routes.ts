import { z } from 'zod'
import { Batch } from '../domain/batch.ts'
import { PromptCounts } from '../domain/breakdown.ts'
import { Calibration, ExactCount } from '../domain/calibration.ts'
import { Edit, Proposal } from '../domain/compression.ts'
import { DraftSnapshot } from '../domain/draft-snapshot.ts'
import { CaseContent, EvalCase, EvalSet } from '../domain/eval-set.ts'
import { ExportedFile, ExportedVariant } from '../domain/exported-file.ts'
import { CaseId, EvalSetId, JobId, ModelId, ProjectId, PromptId, ProviderId, RunId, VariantId } from '../domain/ids.ts'
import { JobSnapshot } from '../domain/job.ts'
import { JsonObject } from '../domain/json.ts'
import { JudgeCalibration, JudgeStatus, LabelItem } from '../domain/judge-calibration.ts'
import { CatalogModel } from '../domain/model.ts'
import { NanoUsd } from '../domain/money.ts'
import { PartialName, PartialState, PartialTexts, PromptPartial } from '../domain/partial.ts'
import { PriceImportPreview } from '../domain/price-import.ts'
import { Message, Parameters, Project, Prompt, Role, Variant, VariantContent } from '../domain/prompt.ts'
import { ProviderInfo } from '../domain/provider.ts'
import { PerMinute } from '../domain/rate-limits.ts'
import { ResumePreview, Run, RunPreview, RunSpec } from '../domain/run.ts'
import { SchemaFault } from '../domain/schema-fault.ts'
import { Assertion } from '../domain/score.ts'
import { Settings, SettingsChange } from '../domain/settings.ts'
import { BudgetStatus } from '../domain/spend.ts'
import { VariantFigures } from '../domain/variant-figures.ts'
import {
  CasePart,
  CheapestChoice,
  ColumnRef,
  SplitStatus,
  VerdictReport,
  VerdictRule,
  VerdictRuleChange,
} from '../domain/verdict.ts'
import { ENCODING_IDS } from '../tokens/encodings.ts'
import { bundleRoutes } from './bundle-routes.ts'
import { comparisonRoutes } from './comparison-routes.ts'
import { importRoutes } from './import-routes.ts'
import { libraryRoutes } from './library-routes.ts'
import { Name } from './name.ts'
import { resultRoutes } from './result-routes.ts'
import { command, query, type Route } from './route.ts'
import { savingsRoutes } from './savings-routes.ts'
import { scorerRoutes } from './scorer-routes.ts'
import { squeezeRoutes } from './squeeze-routes.ts'
import { usageRoutes } from './usage-routes.ts'

const Nothing = z.object({})
const Page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1000).default(200) }
/** A request as it would be sent. */
const ContentToCount = z.object({
  messages: z
    .array(z.object({ role: Role, content: z.string().max(4_000_000) }))
    .min(1)
    .max(100),
  parameters: Parameters,
})
const ProjectRef = z.object({ projectId: ProjectId })
const PromptRef = z.object({ promptId: PromptId })
const VariantRef = z.object({ variantId: VariantId })
const PartialRef = z.object({ partialId: PromptPartial.shape.id })
const EvalSetRef = z.object({ evalSetId: EvalSetId })
const RunRef = z.object({ runId: RunId })
/** With the person who labels; empty = nobody named. */
const JudgeRef = { assertionIndex: z.number().int().min(0), labeller: z.string().trim().max(60).default('') }
const JobRef = z.object({ jobId: JobId })
const ProviderRef = z.object({ providerId: ProviderId })
const ReportFormat = z.enum(['html', 'markdown', 'csv', 'xlsx', 'junit'])

/** Everything that a client can ask of the core. */
export const routes = {
  'app.hello': query(
    Nothing,
    z.object({
      buildId: z.string(),
      version: z.string(),
      host: z.enum(['desktop', 'web', 'cli', 'test']),
      libraryPath: z.string(),
      /** What a new key would be kept in: `keychain`, `session` (memory only), or `environment` (read only). */
      secretStorage: z.enum(['keychain', 'session', 'environment']),
    }),
  ),

  'projects.list': query(z.object({ withArchived: z.boolean().default(false) }), z.array(Project)),
  'projects.create': command(z.object({ name: Name }), Project),
  'projects.rename': command(ProjectRef.extend({ name: Name }), Project),
  'projects.archive': command(ProjectRef.extend({ isArchived: z.boolean() }), Project),
  /** Holds from the next call on, also for what is under way; null = no limit. */
  'projects.set-budget': command(ProjectRef.extend({ budgetNanoUsd: NanoUsd.min(0).nullable() }), Project),

  'prompts.list': query(ProjectRef.extend({ withArchived: z.boolean().default(false) }), z.array(Prompt)),
  'prompts.create': command(ProjectRef.extend({ name: Name, content: VariantContent.optional() }), Prompt),
  'prompts.rename': command(PromptRef.extend({ name: Name }), Prompt),
  'prompts.archive': command(PromptRef.extend({ isArchived: z.boolean() }), Prompt),

  /** The tabs: without superseded revisions, and without archived variants unless asked for. */
  'variants.list': query(PromptRef.extend({ withAll: z.boolean().default(false) }), z.array(Variant)),
  'variants.get': query(VariantRef, Variant),
  /** A new letter that starts with the content of another variant. */
  'variants.fork': command(VariantRef.extend({ name: z.string().max(200).default('') }), Variant),
  /** Saves in place, or as the next revision when the variant is frozen: look at the returned id. */
  'variants.save': command(
    VariantRef.extend({
      content: VariantContent,
      /** False in mid typing: saved all the same, but no state of the tab's history. */
      isPause: z.boolean().default(true),
    }),
    Variant,
  ),
  'variants.rename': command(VariantRef.extend({ name: z.string().trim().max(200) }), Variant),
  'variants.set-note': command(VariantRef.extend({ note: z.string().trim().max(2000) }), Variant),
  'variants.archive': command(VariantRef.extend({ isArchived: z.boolean() }), Variant),
  /** Score and cost per call in the latest run of each variant; those that never ran are left out. */
  'variants.figures': query(PromptRef, z.array(VariantFigures)),

  /** The next revision of a frozen variant, with what its partials say now. */
  'variants.renew-partials': command(VariantRef, Variant),

  /** By name. */
  'partials.list': query(ProjectRef.extend({ withArchived: z.boolean().default(false) }), z.array(PromptPartial)),
  /** Which tabs and which other partials name each of them. */
  'partials.uses': query(
    ProjectRef,
    z.array(
      z.object({
        partialId: PromptPartial.shape.id,
        prompts: z.array(z.object({ promptId: PromptId, promptName: z.string(), labels: z.array(z.string()) })),
        partials: z.array(z.string()),
      }),
    ),
  ),
  'partials.create': command(
    ProjectRef.extend({ name: PartialName, text: PromptPartial.shape.text.default('') }),
    PromptPartial,
  ),
  'partials.save': command(PartialRef.extend({ text: PromptPartial.shape.text }), PromptPartial),
  /** In everything that names it, too; a frozen variant gets a next revision for it. */
  'partials.rename': command(PartialRef.extend({ name: PartialName }), PromptPartial),
  /** What it said at each pause in typing, newest first. */
  'partials.history': query(PartialRef, z.array(PartialState)),
  'partials.text-at': query(PartialRef.extend({ no: PartialState.shape.no }), z.object({ text: z.string() })),
  'partials.archive': command(PartialRef.extend({ isArchived: z.boolean() }), PromptPartial),

  /** What a tab said at each pause in typing, newest first, from before `beforeNo` on. */
  'drafts.list': query(
    PromptRef.extend({
      letter: z.string().max(10),
      beforeNo: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(200).default(60),
    }),
    z.array(DraftSnapshot),
  ),
  'drafts.get': query(
    z.object({ no: z.number().int() }),
    z.object({ snapshot: DraftSnapshot, content: VariantContent }),
  ),

  /** Where the tokens of a prompt are, saved or not, filled in with the cases of an eval set. */
  'breakdown.count': query(
    z.object({
      messages: z.array(Message).min(1).max(100),
      partials: PartialTexts.default({}),
      evalSetId: EvalSetId.nullable(),
      encoding: z.enum(ENCODING_IDS),
    }),
    PromptCounts,
  ),

  'eval-sets.list': query(ProjectRef.extend({ withArchived: z.boolean().default(false) }), z.array(EvalSet)),
  'eval-sets.get': query(EvalSetRef, EvalSet),
  'eval-sets.create': command(ProjectRef.extend({ name: Name }), EvalSet),
  'eval-sets.rename': command(EvalSetRef.extend({ name: Name }), EvalSet),
  'eval-sets.archive': command(EvalSetRef.extend({ isArchived: z.boolean() }), EvalSet),
  'eval-sets.set-assertions': command(EvalSetRef.extend({ assertions: z.array(Assertion).max(100) }), EvalSet),
  /** Whether the set's JavaScript assertions may run. */
  'eval-sets.allow-code': command(EvalSetRef.extend({ mayRunCode: z.boolean() }), EvalSet),
  'cases.page': query(
    EvalSetRef.extend({ ...Page, search: z.string().max(500).default('') }),
    z.object({ cases: z.array(EvalCase), total: z.number().int() }),
  ),
  'cases.add': command(EvalSetRef.extend({ content: CaseContent }), EvalCase),
  'cases.save': command(EvalSetRef.extend({ caseId: CaseId, content: CaseContent }), EvalCase),
  /** Gives the removed cases back, so that the client can offer undo by cases.restore. */
  'cases.remove': command(EvalSetRef.extend({ caseIds: z.array(CaseId).min(1).max(100_000) }), z.array(EvalCase)),
  'cases.restore': command(EvalSetRef.extend({ cases: z.array(EvalCase).min(1).max(100_000) }), EvalSet),
  ...importRoutes,
  ...bundleRoutes,
  ...libraryRoutes,
  ...usageRoutes,

  ...scorerRoutes,

  /** What keeps each of them from being a JSON Schema, the most exact place first; empty where it is one. */
  'schemas.check': query(z.object({ schemas: z.array(JsonObject).max(200) }), z.array(z.array(SchemaFault))),

  'models.list': query(Nothing, z.array(CatalogModel)),
  /** Adds or replaces the user's own entry for a model; it wins over the shipped one. */
  'models.save': command(z.object({ model: CatalogModel }), CatalogModel),
  /** Takes the user's own entry away; the shipped one, if there is one, holds again. */
  'models.remove': command(z.object({ modelId: ModelId }), Nothing),

  /** What a price list (LiteLLM's, models.dev's) would change; changes nothing. */
  'prices.preview-import': query(
    z.object({
      text: z.string().max(20_000_000, 'A price list of more than 20 million characters is too large to import.'),
      /** Null = told by the content. */
      format: z.string().nullable(),
      /** The day that the list was read, today at the latest; null = today. */
      readOn: z.iso.date().nullable().default(null),
    }),
    PriceImportPreview,
  ),
  /** Stores the approved models as the user's own entries, all or none; what it gives back undoes it when it is sent in. */
  'prices.apply-import': command(
    z.object({
      models: z.array(CatalogModel).max(10_000),
      /** Own entries to take away. */
      removeIds: z.array(ModelId).max(10_000).default([]),
    }),
    z.object({ models: z.array(CatalogModel), removeIds: z.array(ModelId) }),
  ),

  'providers.list': query(Nothing, z.array(ProviderInfo)),
  'providers.save': command(
    ProviderRef.extend({
      label: Name,
      baseUrl: z.url({ protocol: /^https?$/ }).nullable(),
      maxConcurrency: z.number().int().min(1).max(1000),
      needsKey: z.boolean(),
      /** Left out: stays as it is; null: no limit of one's own. */
      requestsPerMinute: PerMinute.nullable().optional(),
      tokensPerMinute: PerMinute.nullable().optional(),
    }),
    ProviderInfo,
  ),
  'providers.remove': command(ProviderRef, Nothing),
  'providers.set-key': command(ProviderRef.extend({ key: z.string().trim().min(1).max(4000) }), ProviderInfo),
  'providers.remove-key': command(ProviderRef, ProviderInfo),
  /** Asks the provider for its models: proves that address and key are right. Costs nothing. */
  'providers.check': query(ProviderRef, z.object({ models: z.array(z.string()) })),
  /** Looks for Ollama and LM Studio on their usual loopback ports. */
  'providers.discover': query(
    Nothing,
    z.array(z.object({ label: z.string(), baseUrl: z.string(), models: z.array(z.string()) })),
  ),

  /** Starts rewriting by a small model; the plain compressors run in the client. */
  'compress.start': command(
    VariantRef.extend({
      modelId: ModelId,
      compressorId: z.string(),
      /** Null = every segment. */
      segmentIds: z.array(z.string()).nullable(),
      budgetNanoUsd: NanoUsd.nullable(),
    }),
    z.object({ jobId: JobId }),
  ),
  'compress.proposal': query(JobRef, Proposal),
  /** Makes the new variant from the edits that were taken; refused when one of them would hurt a protected span. */
  'compress.take': command(VariantRef.extend({ edits: z.array(Edit).min(1).max(10_000) }), Variant),

  ...squeezeRoutes,
  ...savingsRoutes,

  'runs.preview': query(RunSpec, RunPreview),
  'runs.start': command(RunSpec, z.object({ runId: RunId, jobId: JobId })),
  /** Works on what is missing or failed; answered cells are never sent again. */
  'runs.resume': command(
    RunRef.extend({
      /** Failed cells whose attempt may have been billed are asked again only when this is true. */
      mayPayAgain: z.boolean().default(false),
      budgetNanoUsd: NanoUsd.nullable().optional(),
    }),
    z.object({ jobId: JobId }),
  ),
  /** What resuming would ask for; changes nothing. */
  'runs.preview-resume': query(RunRef, ResumePreview),
  'runs.list': query(ProjectRef.extend({ withArchived: z.boolean().default(false) }), z.array(Run)),
  'runs.get': query(RunRef, Run),
  /** Newest first without a run; else in the order of their submission. */
  'batches.list': query(z.object({ runId: RunId.nullable().default(null) }), z.array(Batch)),
  /** Asks after the batches that a run waits for and stores what has come, in a job; the run may wait on afterwards. */
  'batches.collect': command(RunRef, z.object({ jobId: JobId })),
  /** Asks the providers to stop them; what is answered by then is billed, and is collected like the rest. */
  'batches.cancel': command(RunRef, z.array(Batch)),
  'runs.rename': command(RunRef.extend({ name: Name }), Run),
  'runs.archive': command(RunRef.extend({ isArchived: z.boolean() }), Run),

  ...resultRoutes,

  /** How the eval set is split into development and hold-out cases; made at the first asking, and kept. */
  'splits.get': query(EvalSetRef, SplitStatus),
  /** Every column against a baseline (null = the first); those on the hold-out, or on all cases, only where `verdicts.look` was asked before. */
  'verdicts.list': query(
    RunRef.extend({ baseline: ColumnRef.nullable().default(null), part: CasePart.default('dev') }),
    VerdictReport,
  ),
  /** The cheapest column that is not worse than the baseline; null while part of the hold-out was not looked at. */
  'verdicts.cheapest': query(
    RunRef.extend({ baseline: ColumnRef.nullable().default(null), part: CasePart.default('dev') }),
    CheapestChoice.nullable(),
  ),
  /** Looks at the hold-out for one pair: counted, since a hold-out that chose a winner no longer confirms it. */
  'verdicts.look': command(RunRef.extend({ baseline: ColumnRef, candidate: ColumnRef }), SplitStatus),
  'verdicts.rule': query(ProjectRef, VerdictRule),
  'verdicts.save-rule': command(ProjectRef.extend({ change: VerdictRuleChange }), VerdictRule),

  /** The judges of a run, and how far human labels bear them out. */
  'judges.list': query(RunRef, z.array(JudgeStatus)),
  /** The next output for that person to label; null when there is none left. */
  'judges.next-output': query(RunRef.extend(JudgeRef), z.object({ item: LabelItem.nullable() })),
  'judges.label': command(
    RunRef.extend({ ...JudgeRef, ...LabelItem.pick({ caseId: true, outputHash: true }).shape, hasPassed: z.boolean() }),
    JudgeCalibration,
  ),
  /** Takes that person's last label of that judge back. */
  'judges.undo-label': command(RunRef.extend(JudgeRef), JudgeCalibration),

  ...comparisonRoutes,

  'exports.render': query(
    VariantRef.extend({ exporterId: z.string(), modelId: ModelId, runId: RunId.nullable() }),
    ExportedVariant,
  ),
  /** Verdicts in it are against `baseline`; null = the first column. */
  'reports.render': query(
    RunRef.extend({ baseline: ColumnRef.nullable().default(null), format: ReportFormat.default('html') }),
    // `base64` for bytes; absent = text.
    ExportedFile.extend({ encoding: z.literal('base64').optional() }),
  ),

  'jobs.list': query(z.object({ onlyRunning: z.boolean().default(false) }), z.array(JobSnapshot)),
  'jobs.get': query(JobRef, JobSnapshot),
  'jobs.cancel': command(JobRef, JobSnapshot),

  /** What past calls have taught about how these models count; those that are exact, or were never called, are left out. */
  'tokens.calibrations': query(z.object({ modelIds: z.array(ModelId).max(1000) }), z.array(Calibration)),
  /** Asks the provider's own endpoint, unless the library has its answer. Costs nothing, but the provider sees the text. */
  'tokens.count-exactly': command(ContentToCount.extend({ modelId: ModelId }), ExactCount),
  /** What providers have counted of this content before, and which of them can be asked. */
  'tokens.exact-counts': query(
    ContentToCount.extend({ modelIds: z.array(ModelId).max(100) }),
    z.array(z.object({ modelId: ModelId, canCount: z.boolean(), known: ExactCount.nullable() })),
  ),

  'settings.get': query(Nothing, Settings),
  'settings.save': command(SettingsChange, Settings),
  'spend.today': query(Nothing, z.object({ nanoUsd: NanoUsd, hasUnpriced: z.boolean(), heldNanoUsd: NanoUsd })),
  /** The hard limits that hold now and where they stand: today, this month, projects, runs under way. */
  'spend.budgets': query(Nothing, z.array(BudgetStatus)),
} as const satisfies Record<string, Route>

/** Facts the core pushes without being asked. A client may miss one: it re-reads after reconnecting. */
export const events = {
  'job.changed': JobSnapshot,
  /** Text of a run's cells is arriving: told at most five times a second, with how many cells have text and no end. */
  'cells.streamed': z.object({ runId: RunId, cells: z.number().int().min(0) }),
  /** An import stores its cases: told at most five times a second. Nobody sees them before its end. */
  'import.progressed': z.object({
    importId: z.string(),
    stored: z.number().int().min(0),
    total: z.number().int().min(0),
  }),
  /** Something of this kind changed, whoever did it: lists that show it read again. */
  'library.changed': z.object({
    kind: z.enum([
      // Another library took its place: told first, and then every other kind.
      'library',
      'projects',
      'prompts',
      'variants',
      'partials',
      'eval-sets',
      'runs',
      'models',
      'providers',
      'settings',
      'usage',
    ]),
  }),
} as const satisfies Record<string, z.ZodType>

export type RouteName = keyof typeof routes
export type EventName = keyof typeof events
export type Input<K extends RouteName> = z.input<(typeof routes)[K]['input']>
export type Parsed<K extends RouteName> = z.output<(typeof routes)[K]['input']>
export type Output<K extends RouteName> = z.output<(typeof routes)[K]['output']>
export type Payload<K extends EventName> = z.output<(typeof events)[K]>

export function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name)
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}
