import { AppError } from '../../../../shared/contract/errors.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { ProjectId } from '../../../../shared/domain/ids.ts'
import type { Store } from '../../store/open-store.ts'
import type { RefusedCall } from './call-model.ts'
import { ruleLabel } from './rule-label.ts'

export interface Stopped {
  /** What stopped: "the run". */
  readonly what: string
  /** What is missing and would need, as a sentence; empty where nothing can be told. */
  readonly missing: string
  /** How to go on: "Resume the run with a larger budget." */
  readonly remedy: string
}

type LimitStores = Pick<Store, 'projects' | 'prompts' | 'budgetRules'>

const NEXT = { day: 'tomorrow', week: 'next week', month: 'next month' } as const

/** Says which budget stopped a job, what is spent and held of it, what the next call may cost, and how to go on. */
export function overBudgetError(
  store: LimitStores,
  { scope, budget, worstNanoUsd }: Pick<RefusedCall, 'scope' | 'budget' | 'worstNanoUsd'>,
  { what, missing, remedy }: Stopped,
): AppError {
  const { limitNanoUsd, settledNanoUsd, heldNanoUsd } = budget
  const held =
    heldNanoUsd === 0 ? '' : ` ${formatUsd(heldNanoUsd)} is held for calls under way or that may have been billed.`
  const next =
    worstNanoUsd === null
      ? 'the next call is unpriced, so that the budget could not be kept'
      : `the next call may cost up to ${formatUsd(worstNanoUsd)}`
  const text = [
    `The budget of ${formatUsd(limitNanoUsd)}${belongingTo(store, scope)} stopped ${what}: `,
    `${formatUsd(settledNanoUsd)} is spent, and ${next}.${held}`,
    missing === '' ? '' : ` ${missing}`,
    ` ${remedyFor(store, scope, remedy)}`,
  ]
  return new AppError('budget-exceeded', text.join(''))
}

function belongingTo(store: LimitStores, scope: string): string {
  for (const period of Object.keys(NEXT)) if (scope.startsWith(`${period}:`)) return ` a ${period}`
  const rule = store.budgetRules.ofScope(scope)
  if (rule) return ` a ${rule.period} for ${ruleLabel(store, rule)}`
  if (scope.startsWith('project:'))
    return ` for the project "${store.projects.get(ProjectId.parse(scope.slice(8))).name}"`
  return ''
}

function remedyFor(store: LimitStores, scope: string, remedy: string): string {
  const rule = store.budgetRules.ofScope(scope)
  if (rule) return `Raise it in Settings, under Budgets, or go on ${NEXT[rule.period]}.`
  for (const [period, next] of Object.entries(NEXT))
    if (scope.startsWith(`${period}:`)) return `Raise it in Settings, or go on ${next}.`
  if (scope.startsWith('project:')) return 'Raise the budget of the project, and go on.'
  return remedy
}
