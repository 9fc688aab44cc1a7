import { z } from 'zod'
import { CaseId, ModelId, VariantId } from './ids.ts'
import { Interval } from './results.ts'

/** Development cases are for choosing, hold-out cases for one confirmation; `all` is both together. */
export const CasePart = z.enum(['dev', 'hold-out', 'all'])
export type CasePart = z.infer<typeof CasePart>

/** How a project decides; the user's to change. */
export const VerdictRule = z.object({
  /** How much worse is still acceptable, as a fraction: 0.03 is 3 points. */
  margin: z.number().gt(0).max(0.5).default(0.03),
  /** One-sided: 0.05 decides at 95 %. */
  alpha: z.number().min(0.001).max(0.2).default(0.05),
  /** Keys of assertions (see assertionKey) that may not fail in a single case that the baseline passes. */
  criticalAssertions: z.array(z.string().max(200)).max(100).default([]),
})
export type VerdictRule = z.infer<typeof VerdictRule>

/** Members that are not given stay as they are. */
export const VerdictRuleChange = z
  .object({
    margin: VerdictRule.shape.margin.unwrap(),
    alpha: VerdictRule.shape.alpha.unwrap(),
    criticalAssertions: VerdictRule.shape.criticalAssertions.unwrap(),
  })
  .partial()
export type VerdictRuleChange = z.infer<typeof VerdictRuleChange>

/** Which column of a run. */
export const ColumnRef = z.object({ variantId: VariantId, modelId: ModelId })
export type ColumnRef = z.infer<typeof ColumnRef>

/** How an eval set is split, and how often its hold-out has been looked at. */
export const SplitStatus = z.object({
  devCases: z.number().int().min(0),
  holdOutCases: z.number().int().min(0),
  /** Verdicts on the hold-out so far, each of a pair of columns of a run. */
  looks: z.number().int().min(0),
  /** Looked at five times: whatever is chosen by it is no longer confirmed by it. */
  isWorn: z.boolean(),
})
export type SplitStatus = z.infer<typeof SplitStatus>

/** Why a verdict is no proof. */
export const Caveat = z.enum([
  'few-cases',
  'not-hold-out',
  'worn-hold-out',
  'many-left-out',
  'simulation',
  'judge-not-calibrated',
])
export type Caveat = z.infer<typeof Caveat>

export const VerdictKind = z.enum(['not-worse-and-cheaper', 'cheaper-undecided', 'worse', 'no-saving', 'unknown'])
export type VerdictKind = z.infer<typeof VerdictKind>

/** A case that the two answered differently well. */
export const DiscordantCase = z.object({
  caseId: CaseId,
  /** 1, 2 … as shown in the first column. */
  position: z.number().int(),
  /** Its row in the run's results, from 0, unfiltered and in the order of the eval set. */
  row: z.number().int().min(0),
  baselineScore: z.number(),
  candidateScore: z.number(),
})
export type DiscordantCase = z.infer<typeof DiscordantCase>

export const CriticalResult = z.object({
  key: z.string(),
  label: z.string(),
  /** Cases that the baseline passes and the candidate fails. */
  losses: z.number().int().min(0),
  cases: z.number().int().min(0),
  /** Highest rate of such losses that none in these cases leaves open; null when there are some. */
  bound: z.number().nullable(),
})
export type CriticalResult = z.infer<typeof CriticalResult>

/** May the candidate be shipped instead of the baseline? Scores are fractions 0 to 1; a difference is candidate − baseline. */
export const Verdict = z.object({
  baseline: ColumnRef,
  candidate: ColumnRef,
  baselineLabel: z.string(),
  candidateLabel: z.string(),
  kind: VerdictKind,
  /** True only without a caveat. */
  isProven: z.boolean(),
  caveats: z.array(Caveat),
  sentence: z.string(),
  part: CasePart,
  margin: z.number(),
  alpha: z.number(),
  /** Paired cases; what errors or is missing on either side is left out. */
  cases: z.number().int().min(0),
  leftOut: z.number().int().min(0),
  /** Of those left out: answered, but a judge could not be asked or gave no readable word. */
  notJudged: z.number().int().min(0).default(0),
  method: z.string(),
  difference: z.number().nullable(),
  /** Each bound holds one-sided at 1 − α. */
  differenceInterval: Interval.nullable(),
  /** Cost of the candidate as a share of the baseline's; null when unpriced. */
  costRatio: z.number().nullable(),
  /** 95 %, two-sided. */
  costRatioInterval: Interval.nullable(),
  /** Share of the candidate's cost that its dearest tenth of cases makes. */
  topTenthCostShare: z.number().nullable(),
  losses: z.number().int().min(0),
  gains: z.number().int().min(0),
  /** Losses first, the largest first; at most 200. */
  discordant: z.array(DiscordantCase),
  /** About how many more cases would settle it; null where it is settled or nothing would. */
  moreCases: z.number().int().nullable(),
  critical: z.array(CriticalResult),
})
export type Verdict = z.infer<typeof Verdict>

/** Which column to ship, of all that were run. */
export const CheapestChoice = z.object({
  /** Null = none is shown to be cheaper and not worse. */
  chosen: Verdict.nullable(),
  part: CasePart,
  /** Columns beside the reference. */
  compared: z.number().int().min(0),
  sentence: z.string(),
})
export type CheapestChoice = z.infer<typeof CheapestChoice>

/** Verdicts of a run's columns against one of them. */
export const VerdictReport = z.object({
  baseline: ColumnRef,
  part: CasePart,
  rule: VerdictRule,
  split: SplitStatus,
  /** Assertions that can be made critical. */
  assertions: z.array(z.object({ key: z.string(), label: z.string() })),
  /** Models of the run that are of the family of a judge whose scores count. */
  judgeKinModelIds: z.array(ModelId),
  /** In the order of the columns, without the baseline; null on a hold-out that was not looked at for this pair. */
  verdicts: z.array(z.object({ candidate: ColumnRef, verdict: Verdict.nullable() })),
})
export type VerdictReport = z.infer<typeof VerdictReport>
