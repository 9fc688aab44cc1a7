import { z } from 'zod'
import { ProjectId } from '../domain/ids.ts'
import { BudgetRule, BudgetRuleId } from '../domain/spend.ts'
import { SpendAlert, SpendLimit } from '../domain/spend-alert.ts'
import { SpendBreakdown, SpendFilter, SpendGroup, SpendSource, SpendUnit } from '../domain/spend-breakdown.ts'
import { UsageLog, UsageLogId, UsagePreview, UsageReading } from '../domain/usage-log.ts'
import { Name } from './name.ts'
import { command, query, type Route } from './route.ts'

const NewLimit = SpendLimit.pick({ period: true, tag: true, limitNanoUsd: true })
const LogRef = z.object({ logId: UsageLogId })

/** Usage logs of other applications, and the limits of what these or this one spend. Files come in pieces of text, so that none is too large. */
export const usageRoutes = {
  /** What the beginning of a file shows; changes nothing. */
  'usage.preview': query(
    z.object({
      fileName: z.string().max(500),
      text: z.string().max(4_000_000),
      isWhole: z.boolean(),
      /** Null = told by the columns. */
      formatId: z.string().max(60).nullable().default(null),
    }),
    UsagePreview,
  ),
  /** Begins a log: nobody sees its rows before `usage.append` was given the last piece. */
  'usage.begin': command(z.object({ projectId: ProjectId, name: Name, reading: UsageReading }), LogRef),
  /** The next piece of the file, cut anywhere; the first fault of the file itself ends the import. */
  'usage.append': command(LogRef.extend({ text: z.string().max(8_000_000), isLast: z.boolean() }), UsageLog),
  /** Newest first, with those that are being read. */
  'usage.list': query(z.object({ projectId: ProjectId }), z.array(UsageLog)),
  'usage.rename': command(LogRef.extend({ name: Name }), UsageLog),
  /** Takes a log and its rows away; one that is being read is given up. */
  'usage.remove': command(LogRef, z.object({})),
  /** Where the money of logs or of runs goes; null while there is nothing to add up. Simulated runs are told as such. */
  'spend.breakdown': query(
    z.object({
      projectId: ProjectId,
      source: SpendSource,
      filter: SpendFilter.prefault({}),
      unit: SpendUnit.default('day'),
    }),
    SpendBreakdown.nullable(),
  ),
  /** More values of one tag than `spend.breakdown` tells: by money, the most first, from `offset` on. */
  'spend.values': query(
    z.object({
      projectId: ProjectId,
      source: SpendSource,
      filter: SpendFilter.prefault({}),
      name: z.string().max(300),
      offset: z.number().int().min(0),
    }),
    z.array(SpendGroup),
  ),
  /** What in the spend of logs and runs is worth a look: broken limits first, those of `limits` without being kept. */
  'spend.alerts': query(
    z.object({ projectId: ProjectId, limits: z.array(NewLimit).max(100).default([]) }),
    z.array(SpendAlert),
  ),
  'spend.limits': query(z.object({ projectId: ProjectId }), z.array(SpendLimit)),
  'spend.add-limit': command(NewLimit.extend({ projectId: ProjectId }), SpendLimit),
  'spend.remove-limit': command(z.object({ limitId: SpendLimit.shape.id }), z.object({})),
  /** Limits a project's or a tag's calls, from this moment on; what its day, week or month has cost already counts. */
  'spend.add-budget': command(BudgetRule.omit({ id: true }), BudgetRule),
  'spend.change-budget': command(
    z.object({ ruleId: BudgetRuleId, limitNanoUsd: BudgetRule.shape.limitNanoUsd }),
    BudgetRule,
  ),
  'spend.remove-budget': command(z.object({ ruleId: BudgetRuleId }), z.object({})),
} as const satisfies Record<string, Route>
