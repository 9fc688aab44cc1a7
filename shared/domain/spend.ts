import { z } from 'zod'
import { CallTag } from './call-tag.ts'
import { ProjectId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { SpendPeriod } from './spend-alert.ts'

/** What a hard limit is set for; rule: see BudgetRule. */
const BudgetKind = z.enum(['run', 'project', 'day', 'week', 'month', 'rule'])

export const BudgetRuleId = z.string().min(1).max(80).brand<'BudgetRuleId'>()
export type BudgetRuleId = z.infer<typeof BudgetRuleId>

/** A hard limit of a project's or a tag's calls, or of both together, per day, week or month: of calls that this application sends. */
export const BudgetRule = z.object({
  id: BudgetRuleId,
  /** Null = of all projects. */
  projectId: ProjectId.nullable(),
  /** Null = of all calls. */
  tag: CallTag.nullable(),
  period: SpendPeriod,
  limitNanoUsd: NanoUsd.min(0),
})
export type BudgetRule = z.infer<typeof BudgetRule>

/** How much of a limit is used up: from 50 % `half`, from 80 % `most`, `full` from 100 % on. */
export const BudgetLevel = z.enum(['ok', 'half', 'most', 'full'])
export type BudgetLevel = z.infer<typeof BudgetLevel>

/** One hard limit and where it stands. Simulated calls count only for their own run. */
export const BudgetStatus = z.object({
  scope: BudgetKind,
  /** "Today", "This week", "November 2026", the name of the project or of the run, "feature=search in project Work". */
  label: z.string(),
  /** The id of the project, of the run or of the rule; null for days, weeks and months. */
  subjectId: z.string().nullable(),
  /** Absent = the limit is no rule. */
  rule: BudgetRule.optional(),
  limitNanoUsd: NanoUsd,
  settledNanoUsd: NanoUsd,
  /** Worst case of what is under way, and of what may have been billed. */
  heldNanoUsd: NanoUsd,
  /** (settled + held) ÷ limit; 1 when the limit is 0. */
  share: z.number().min(0),
  level: BudgetLevel,
})
export type BudgetStatus = z.infer<typeof BudgetStatus>
