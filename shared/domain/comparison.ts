import { z } from 'zod'
import { CaseId, JobId, ModelId } from './ids.ts'
import { JsonValue } from './json.ts'
import { NanoUsd } from './money.ts'
import { Interval } from './results.ts'
import { CasePart, Caveat, ColumnRef } from './verdict.ts'

/** Two columns of a run that are held against each other case by case. */
export const ComparedColumns = z.object({
  baseline: ColumnRef,
  candidate: ColumnRef,
  part: CasePart.default('dev'),
})
export type ComparedColumns = z.infer<typeof ComparedColumns>

/** A judge is to say which of the two answers to a case is better. */
export const ComparisonSpec = ComparedColumns.extend({
  judgeModelId: ModelId,
  /** What better means; empty = the more correct and complete answer. */
  criteria: z.string().trim().max(20_000).default(''),
})
export type ComparisonSpec = z.infer<typeof ComparisonSpec>

export const ComparisonPreview = z.object({
  /** Pairs of answers to the same case and repeat. */
  pairs: z.number().int().min(0),
  /** Word for word the same: ties, without asking. */
  same: z.number().int().min(0),
  /** Judged before with these criteria by this judge, and unchanged since. */
  known: z.number().int().min(0),
  calls: z.number().int().min(0),
  /** At worst: every first answer of the judge asked again; null = the judge is unpriced. */
  costHighNanoUsd: NanoUsd.nullable(),
  /** Models of the two columns that are of the judge's family. */
  kinModelIds: z.array(ModelId),
  /** Why it cannot begin; empty = it can. */
  problems: z.array(z.string()),
})
export type ComparisonPreview = z.infer<typeof ComparisonPreview>

/** A case where one of the two was preferred. */
export const PreferredCase = z.object({
  caseId: CaseId,
  /** 1, 2 … as shown in the first column. */
  position: z.number().int(),
  row: z.number().int().min(0),
  /** Of the candidate, −1 to 1: the mean of its repeats. */
  preference: z.number().min(-1).max(1),
  reason: z.string(),
})
export type PreferredCase = z.infer<typeof PreferredCase>

/** Which of two columns was preferred, case by case. */
export const Preference = z.object({
  /** Cases that were compared. */
  cases: z.number().int().min(0),
  wins: z.number().int().min(0),
  losses: z.number().int().min(0),
  ties: z.number().int().min(0),
  /** Of the ties: both answered word for word the same. */
  same: z.number().int().min(0),
  /** Cases with two answers that were not compared yet. */
  open: z.number().int().min(0),
  /** Share of wins less share of losses; null without cases. */
  net: z.number().nullable(),
  /** Each bound holds one-sided at 1 − α. */
  netInterval: Interval.nullable(),
  /** Two-sided, of no preference at all. */
  pValue: z.number().nullable(),
  /** How it was found; empty without cases. */
  test: z.string(),
  alpha: z.number(),
  /** Share of the pairs where the judge said the same in both orders; null where none was asked, and for people. */
  consistency: z.number().nullable(),
  /** True only without a caveat. */
  isProven: z.boolean(),
  caveats: z.array(Caveat),
  sentence: z.string(),
  /** Losses first, the largest first; at most 200. */
  listed: z.array(PreferredCase),
})
export type Preference = z.infer<typeof Preference>

/** How far two ways to choose between the same pairs agree: win, tie and loss in this order, so that a near miss counts less. */
export const ChoiceAgreement = z.object({
  /** With what: a judge, the run's own scores, another person. */
  with: z.string(),
  kind: z.enum(['judge', 'scores', 'person']),
  pairs: z.number().int().min(0),
  agreed: z.number().int().min(0),
  /** Linearly weighted; null where one knew one answer only. */
  kappa: z.number().nullable(),
  /** 95 % */
  kappaInterval: Interval.nullable(),
})
export type ChoiceAgreement = z.infer<typeof ChoiceAgreement>

/** What a judge made of two columns. */
export const Comparison = z.object({
  id: z.string(),
  baseline: ColumnRef,
  candidate: ColumnRef,
  judgeModelId: ModelId,
  isSimulation: z.boolean(),
  criteria: z.string(),
  jobId: JobId.nullable(),
  /** Paid for it so far. */
  costNanoUsd: NanoUsd,
  hasUnpriced: z.boolean(),
  kinModelIds: z.array(ModelId),
  preference: Preference,
  /** With the people who reviewed the same pairs blind; null while nobody did. */
  agreement: ChoiceAgreement.nullable(),
})
export type Comparison = z.infer<typeof Comparison>

/** Two answers to one case, in an order drawn for it: nothing tells which column wrote which. */
export const ReviewItem = z.object({
  caseId: CaseId,
  variables: z.record(z.string(), JsonValue),
  expected: z.string().nullable(),
  first: z.string(),
  second: z.string(),
})
export type ReviewItem = z.infer<typeof ReviewItem>

export const ReviewChoice = z.enum(['first', 'second', 'tie'])
export type ReviewChoice = z.infer<typeof ReviewChoice>

/** What people chose between two columns, blind. */
export const ReviewStanding = z.object({
  reviewers: z.array(z.string()),
  /** Where several people chose differently, the majority; without one the case counts as a tie. */
  preference: Preference,
  agreements: z.array(ChoiceAgreement),
})
export type ReviewStanding = z.infer<typeof ReviewStanding>
