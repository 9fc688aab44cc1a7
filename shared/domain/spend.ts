import { z } from 'zod'
import { NanoUsd } from './money.ts'

/** What a hard limit is set for. */
export const BudgetKind = z.enum(['run', 'project', 'day', 'week', 'month'])
export type BudgetKind = z.infer<typeof BudgetKind>

/** How much of a limit is used up: from 50 % `half`, from 80 % `most`, `full` from 100 % on. */
export const BudgetLevel = z.enum(['ok', 'half', 'most', 'full'])
export type BudgetLevel = z.infer<typeof BudgetLevel>

/** One hard limit and where it stands. Simulated calls count only for their own run. */
export const BudgetStatus = z.object({
  scope: BudgetKind,
  /** "Today", "This week", "November 2026", the name of the project or of the run. */
  label: z.string(),
  /** The id of the project or of the run; null for days, weeks and months. */
  subjectId: z.string().nullable(),
  limitNanoUsd: NanoUsd,
  settledNanoUsd: NanoUsd,
  /** Worst case of what is under way, and of what may have been billed. */
  heldNanoUsd: NanoUsd,
  /** (settled + held) ÷ limit; 1 when the limit is 0. */
  share: z.number().min(0),
  level: BudgetLevel,
})
export type BudgetStatus = z.infer<typeof BudgetStatus>
