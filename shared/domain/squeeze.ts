import { z } from 'zod'
import { RiskClass } from './compression.ts'
import { EvalSetId, JobId, ModelId, ProjectId, PromptId, SqueezeId, VariantId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { Role } from './prompt.ts'
import { Assertion } from './score.ts'
import { Verdict } from './verdict.ts'
import { WireError } from './wire-error.ts'

const Count = z.number().int().min(0)
/** UTF-16 offsets into a message's template as it was before the squeeze. */
const Place = { messageIndex: Count, start: Count, end: Count }

/** quick: no calls on cases, hence "unverified"; frugal: at most 300 calls; standard: at most 1,300. */
export const SqueezeMode = z.enum(['quick', 'frugal', 'standard'])
export type SqueezeMode = z.infer<typeof SqueezeMode>

/** light: at most 300 calls; medium: at most 800; heavy: at most 2,000. */
export const OptimizeMode = z.enum(['light', 'medium', 'heavy'])
export type OptimizeMode = z.infer<typeof OptimizeMode>

/** Squeezes make a prompt shorter and hold its quality; optimizations look for better as well as for cheaper ones. */
export const SearchMode = z.enum([...SqueezeMode.options, ...OptimizeMode.options])
export type SearchMode = z.infer<typeof SearchMode>

export function isOptimizeMode(mode: SearchMode): mode is OptimizeMode {
  return OptimizeMode.safeParse(mode).success
}

/** A leaf of the segment tree: what can be kept, cut or reworded by itself. */
export const SqueezeSegment = z.object({
  id: z.string(),
  ...Place,
  role: Role,
  kind: z.enum(['prose', 'list-item', 'example', 'code', 'json', 'table', 'slot']),
  /** The headings above it, outermost first. */
  path: z.array(z.string()),
  text: z.string(),
  tokens: Count,
  /** Null = may be cut (which only evals can justify); else why it must stay. */
  keptBecause: z.string().nullable(),
  /** Constraints that are stated in it. */
  ledgerIds: z.array(z.string()),
})
export type SqueezeSegment = z.infer<typeof SqueezeSegment>

export const LedgerItemType = z.enum([
  'must',
  'must-not',
  'conditional',
  'format',
  'persona',
  'data',
  'priority',
  'safety',
  'example-rule',
])
export type LedgerItemType = z.infer<typeof LedgerItemType>

/** One constraint that the prompt states. Every squeezed prompt must still state it. */
export const LedgerItem = z.object({
  id: z.string(),
  type: LedgerItemType,
  ...Place,
  /** The words of the prompt, verbatim. */
  quote: z.string().min(1),
  /** "If the customer asks for a refund"; null = always holds. */
  condition: z.string().nullable(),
  polarity: z.enum(['do', 'do-not']),
  /** Numbers, quoted words, variables and addresses that belong to it. */
  literals: z.array(z.string()),
  source: z.enum(['rule', 'model', 'user']),
  /** False = the user gave it up: it may be lost. */
  isRequired: z.boolean(),
  /** Asks an output whether it was kept; null where no scorer can. */
  assertion: Assertion.nullable(),
})
export type LedgerItem = z.infer<typeof LedgerItem>

export const SqueezeEditKind = z.enum([
  'lossless',
  'trim',
  'rewrite',
  'delete',
  'few-shot',
  'output-format',
  'answer-length',
  'cache-order',
  'repair',
  /** A part says the same more clearly, since cases failed. */
  'clarify',
  /** A part says more than it did: only with the user's consent. */
  'new-rule',
])
export type SqueezeEditKind = z.infer<typeof SqueezeEditKind>

/** A gate's word on an edit or a candidate. */
export const GateFault = z.object({ gate: z.string(), label: z.string(), reason: z.string() })
export type GateFault = z.infer<typeof GateFault>

export const SqueezeChange = z.object({ ...Place, original: z.string(), replacement: z.string() })
export type SqueezeChange = z.infer<typeof SqueezeChange>

/** What is known about one edit's effect. Points are 100 × score; worth is what the text is worth, so > 0 argues to keep it. */
export const EditEvidence = z.object({
  points: z.number(),
  low: z.number(),
  high: z.number(),
  cases: Count,
  method: z.enum(['random deletion', 'leave one out', 'paired cases']),
})
export type EditEvidence = z.infer<typeof EditEvidence>

/** One change that can be taken or refused as a whole; several places where they only make sense together. */
export const SqueezeEdit = z.object({
  id: z.string(),
  kind: SqueezeEditKind,
  risk: RiskClass,
  label: z.string(),
  reason: z.string(),
  changes: z.array(SqueezeChange).min(1),
  segmentIds: z.array(z.string()),
  /** Constraints that this edit states anew in its own words: the user should look at it. */
  replacesLedgerIds: z.array(z.string()),
  /** Of a rewrite: what was asked for. */
  strength: z.number().nullable(),
  style: z.string().nullable(),
  savedTokens: z.number().int(),
  evidence: EditEvidence.nullable(),
})
export type SqueezeEdit = z.infer<typeof SqueezeEdit>

/** A proposal that failed a gate; kept so that the user sees why. */
export const RejectedSqueezeEdit = SqueezeEdit.extend({ faults: z.array(GateFault).min(1) })
export type RejectedSqueezeEdit = z.infer<typeof RejectedSqueezeEdit>

/** What a segment is worth to the score, by cutting it from random versions of the prompt. */
export const SegmentWorth = z.object({
  segmentId: z.string(),
  tokens: Count,
  /** Points of score (100 = all) that are lost without it; the interval is at 90 %. */
  points: z.number(),
  low: z.number(),
  high: z.number(),
})
export type SegmentWorth = z.infer<typeof SegmentWorth>

/** One contestant of the race: a set of edits. */
export const SqueezeArm = z.object({
  id: z.string(),
  label: z.string(),
  isBaseline: z.boolean(),
  editIds: z.array(z.string()),
  promptTokens: Count,
  /** Cases answered so far. */
  n: Count,
  meanScore: z.number().nullable(),
  /** Mean score minus the original's on the same cases, −1 to 1. */
  difference: z.number().nullable(),
  costPer1000NanoUsd: NanoUsd.nullable(),
  /** Cost ÷ the original's cost on the same cases. */
  costRatio: z.number().nullable(),
  isAlive: z.boolean(),
  whyDropped: z.string().nullable(),
  isOnFront: z.boolean().nullable(),
  /** Of an optimization's candidate: whom it was made of, and by which mutation. */
  parentIds: z.array(z.string()).default([]),
  mutation: z.string().nullable().default(null),
})
export type SqueezeArm = z.infer<typeof SqueezeArm>

export const SqueezeStage = z.enum([
  'reading',
  'ledger',
  'proposing',
  'attribution',
  'racing',
  'repairing',
  'searching',
  'confirming',
  'finished',
])
export type SqueezeStage = z.infer<typeof SqueezeStage>

/**
 * What stands behind the winner. unverified: no case, or no hold-out case, was asked; undecided: cheaper on the hold-out, and
 * too few cases tell whether it is not worse; indicative: not worse and cheaper, with a caveat (see Verdict); none: not
 * ended, or nothing is better than the original.
 */
export const SqueezeProof = z.enum(['none', 'unverified', 'undecided', 'indicative', 'proven'])
export type SqueezeProof = z.infer<typeof SqueezeProof>

/** How the prompt is used: what its prefix costs depends on it. */
export const CacheProfile = z.object({
  callsPerDay: z.number().min(0),
  /** How long the provider keeps a prefix; refreshed by every hit. Null = as its rule says, 5 where none is known. */
  ttlMinutes: z.number().positive().nullable().default(null),
  /** Null = as the provider's rule says, 1,024 where none is known; never less than the rule. */
  minPrefixTokens: Count.nullable().default(null),
})
export type CacheProfile = z.infer<typeof CacheProfile>

export const SqueezeSpec = z.object({
  variantId: VariantId,
  mode: SearchMode,
  /** The model that answers the cases. */
  modelId: ModelId,
  /** The small model that rewords. */
  rewriterId: ModelId,
  /** Scores answers where an assertion asks a model and names none; null = the small model of the settings. */
  judgeModelId: ModelId.nullable().default(null),
  /** Null only in quick mode. */
  evalSetId: EvalSetId.nullable().default(null),
  budgetNanoUsd: NanoUsd.positive().nullable(),
  seed: z.number().int().min(0).default(1),
  /** Null = the project's rule (verdicts.rule). */
  margin: z.number().gt(0).max(0.5).nullable().default(null),
  alpha: z.number().min(0.001).max(0.2).nullable().default(null),
  /** Segments that must stay as they are. */
  frozenSegmentIds: z.array(z.string()).default([]),
  /** The user's own ledger; null = it is read from the prompt. */
  ledger: z.array(LedgerItem).max(500).nullable().default(null),
  /** Null = caching is not counted. */
  cacheProfile: CacheProfile.nullable().default(null),
  /** May a format rule be replaced by a terser one, where the prompt asks for wordy answers? Evals decide about it. */
  mayChangeFormat: z.boolean().default(true),
  /** Optimizations only: may a part say more than it did, where failing cases ask for it? The ledger grows by nothing else. */
  mayAddRules: z.boolean().default(false),
  /** Optimizations only: no candidate may be longer; null = no limit. */
  maxPromptTokens: z.number().int().positive().nullable().default(null),
})
export type SqueezeSpec = z.infer<typeof SqueezeSpec>

export const SqueezeState = z.enum(['running', 'paused', 'finished', 'stopped', 'cancelled', 'failed', 'interrupted'])
export type SqueezeState = z.infer<typeof SqueezeState>

/** The whole of a squeeze, for the live view and afterwards. */
export const SqueezeSnapshot = z.object({
  id: SqueezeId,
  projectId: ProjectId,
  promptId: PromptId,
  variantId: VariantId,
  spec: SqueezeSpec,
  state: SqueezeState,
  stage: SqueezeStage,
  /** The latest job that worked on it: follow `job.changed` and read again. */
  jobId: JobId.nullable(),
  calls: z.object({ used: Count, allowed: Count, cached: Count, failed: Count }),
  spentNanoUsd: NanoUsd,
  hasUnpriced: z.boolean(),
  cases: z.object({ development: Count, holdOut: Count }),
  promptTokens: Count,
  segments: z.array(SqueezeSegment),
  ledger: z.array(LedgerItem),
  edits: z.array(SqueezeEdit),
  rejected: z.array(RejectedSqueezeEdit),
  worth: z.array(SegmentWorth),
  arms: z.array(SqueezeArm),
  /** The best arm so far, or the winner. */
  bestArmId: z.string().nullable(),
  /** The look at the hold-out; null before, and where there was none. */
  verdict: Verdict.nullable(),
  /** Every candidate that was looked at on the hold-out, its claim corrected for their number (Holm). */
  confirmations: z.array(z.object({ armId: z.string(), verdict: Verdict })).default([]),
  /** Of an optimization: what the pool covers of quality and cost, before the first round and after each. */
  hypervolumes: z.array(z.number()).default([]),
  proof: SqueezeProof,
  /** The variant that the winner was saved as. */
  winnerVariantId: VariantId.nullable(),
  /** What happened, in words: "The small model gave no usable ledger; the rules' ledger stands." */
  notes: z.array(z.string()),
  /** Why it failed; of a stopped one, the budget that stopped it (`budget-exceeded`), null where the user did. */
  error: WireError.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type SqueezeSnapshot = z.infer<typeof SqueezeSnapshot>

export const SqueezeSummary = SqueezeSnapshot.pick({
  id: true,
  projectId: true,
  promptId: true,
  variantId: true,
  state: true,
  stage: true,
  jobId: true,
  calls: true,
  spentNanoUsd: true,
  verdict: true,
  proof: true,
  winnerVariantId: true,
  createdAt: true,
}).extend({ mode: SearchMode })
export type SqueezeSummary = z.infer<typeof SqueezeSummary>

/** What a squeeze would work on, told before it starts and without any call. */
export const SqueezePreview = z.object({
  promptTokens: Count,
  segments: z.array(SqueezeSegment),
  /** As the rules read it; a model may add to it. */
  ledger: z.array(LedgerItem),
  cases: z.object({ development: Count, holdOut: Count }),
  callsAllowed: Count,
  /** From the calls that one candidate's confirmation takes, to all that are allowed. */
  callsExpected: z.object({ low: Count, high: Count }),
  /** Those calls at the original's length; the answers as long as earlier ones, where these are known. Null = unpriced. */
  costExpected: z.object({ lowNanoUsd: NanoUsd, highNanoUsd: NanoUsd }).nullable(),
  /** If every call is made at the original's length, every answer is as long as it may be, every judge asked twice; null = unpriced. */
  costHighNanoUsd: NanoUsd.nullable(),
  /** What must be mended before it can start. */
  problems: z.array(z.string()),
  /** What does not stop it, and should be known: too few cases for a proof. */
  warnings: z.array(z.string()),
})
export type SqueezePreview = z.infer<typeof SqueezePreview>

/** A choice of edits, checked again as a whole. */
export const SqueezeCheck = z.object({
  messages: z.array(z.object({ role: Role, template: z.string() })),
  faults: z.array(GateFault),
  promptTokens: Count,
  savedTokens: z.number().int(),
})
export type SqueezeCheck = z.infer<typeof SqueezeCheck>
