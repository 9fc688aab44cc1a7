import { budgetLevel } from '../../../../shared/cost/budget-level.ts'
import { RunId } from '../../../../shared/domain/ids.ts'
import type { BudgetStatus } from '../../../../shared/domain/spend.ts'
import { dayOf, periodScopes } from '../../store/budget-store.ts'
import type { Store } from '../../store/open-store.ts'

const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric' })

/** Every hard limit that holds now: today's, the week's, the month's, those of projects, and those of runs that are under way. */
export function budgetStatuses(store: Pick<Store, 'budgets' | 'projects' | 'runs'>, nowMs: number): BudgetStatus[] {
  const { budgets, projects, runs } = store
  const [day = '', week = '', month = ''] = periodScopes(dayOf(nowMs)).map((scope) =>
    scope.slice(scope.indexOf(':') + 1),
  )
  function status(scope: BudgetStatus['scope'], label: string, key: string): BudgetStatus[] {
    const { limitNanoUsd, settledNanoUsd, heldNanoUsd } = budgets.state(`${scope}:${key}`)
    if (limitNanoUsd === null) return []
    const use = { limitNanoUsd, settledNanoUsd, heldNanoUsd }
    const subjectId = scope === 'run' || scope === 'project' ? key : null
    return [{ scope, label, subjectId, ...use, ...budgetLevel(use) }]
  }
  return [
    ...status('day', 'Today', day),
    ...status('week', 'This week', week),
    ...status('month', MONTH.format(nowMs), month),
    ...projects.list({ withArchived: false }).flatMap(({ id, name }) => status('project', name, id)),
    ...budgets.runningScopes().flatMap((scope) => {
      const id = RunId.parse(scope.slice('run:'.length))
      return status('run', runs.get(id).run.name, id)
    }),
  ]
}

/** Whether some limit besides the run's own holds for a project; unpriced models cannot keep it. */
export function hasSharedLimit(store: Pick<Store, 'budgets'>, projectId: string, nowMs: number): boolean {
  const scopes = [...periodScopes(dayOf(nowMs)), `project:${projectId}`]
  return scopes.some((scope) => store.budgets.state(scope).limitNanoUsd !== null)
}
