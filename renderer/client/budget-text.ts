import { formatUsd } from '../../shared/cost/format-usd.ts'
import type { ProjectId } from '../../shared/domain/ids.ts'
import type { BudgetLevel, BudgetStatus } from '../../shared/domain/spend.ts'

/** Said beside a limit from 50, 80 and 100 % on; null below. */
export const LEVEL_WORDS: Readonly<Record<BudgetLevel, string | null>> = {
  ok: null,
  half: 'half used',
  most: 'nearly used up',
  full: 'used up',
}

/** The limit that is closest to being used up, of those that can stop work in a project; null without one. */
export function nearestBudget(statuses: readonly BudgetStatus[], projectId: ProjectId | null): BudgetStatus | null {
  const holding = statuses.filter(({ scope, subjectId, rule }) => {
    if (rule) return rule.projectId === null || rule.projectId === projectId
    return scope !== 'project' || subjectId === projectId
  })
  return holding.toSorted((a, b) => b.share - a.share)[0] ?? null
}

/** "$8.10 of $10.0 today, 81 %"; what is held for calls under way counts as spent. */
export function budgetText(status: BudgetStatus): string {
  const used = formatUsd(status.settledNanoUsd + status.heldNanoUsd)
  // Rounded down, so that 100 % is only said of a limit that really is used up.
  return `${used} of ${formatUsd(status.limitNanoUsd)} ${placeText(status)}, ${Math.floor(status.share * 100 + 1e-9)} %`
}

const TIMES = { day: 'today', week: 'this week', month: 'this month' } as const

function placeText({ scope, label, rule }: BudgetStatus): string {
  switch (scope) {
    case 'day':
    case 'week':
    case 'month':
      return TIMES[scope]
    case 'rule':
      return rule ? `${TIMES[rule.period]} for ${label}` : label
    case 'project':
      return `in project ${label}`
    case 'run':
      return `in run ${label}`
    default:
      return scope satisfies never
  }
}
