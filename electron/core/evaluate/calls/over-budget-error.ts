import { AppError } from '../../../../shared/contract/errors.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { ProjectId } from '../../../../shared/domain/ids.ts'
import type { Store } from '../../store/open-store.ts'
import type { RefusedCall } from './call-model.ts'

export interface Stopped {
  /** What stopped: "the run". */
  readonly what: string
  /** What is missing and would need, as a sentence; empty where nothing can be told. */
  readonly missing: string
  /** How to go on: "Resume the run with a larger budget." */
  readonly remedy: string
}

/** Says which budget stopped a job, what is spent and held of it, what the next call may cost, and how to go on. */
export function overBudgetError(
  store: Pick<Store, 'projects'>,
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
    ` ${remedyFor(scope, remedy)}`,
  ]
  return new AppError('budget-exceeded', text.join(''))
}

function belongingTo({ projects }: Pick<Store, 'projects'>, scope: string): string {
  if (scope.startsWith('day:')) return ' a day'
  if (scope.startsWith('week:')) return ' a week'
  if (scope.startsWith('month:')) return ' a month'
  if (scope.startsWith('project:')) return ` for the project "${projects.get(ProjectId.parse(scope.slice(8))).name}"`
  return ''
}

function remedyFor(scope: string, remedy: string): string {
  if (scope.startsWith('day:')) return 'Raise it in Settings, or go on tomorrow.'
  if (scope.startsWith('week:')) return 'Raise it in Settings, or go on next week.'
  if (scope.startsWith('month:')) return 'Raise it in Settings, or go on next month.'
  if (scope.startsWith('project:')) return 'Raise the budget of the project, and go on.'
  return remedy
}
