import { budgetLevel } from '../../../../shared/cost/budget-level.ts'
import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import { type ProjectId, RunId } from '../../../../shared/domain/ids.ts'
import type { BudgetRule, BudgetStatus } from '../../../../shared/domain/spend.ts'
import { dayOf, periodScopes } from '../../store/budget-days.ts'
import { isOfRule, ruleScope } from '../../store/budget-rule-store.ts'
import type { Store } from '../../store/open-store.ts'
import { ruleLabel } from './rule-label.ts'

const MONTH = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric' })

type BudgetStores = Pick<Store, 'budgets' | 'budgetRules' | 'projects' | 'prompts' | 'runs'>

/** Every hard limit that holds now: today's, the week's, the month's, those of projects and tags, and those of runs that are under way. */
export function budgetStatuses(store: BudgetStores, nowMs: number): BudgetStatus[] {
  const { budgets, budgetRules, projects, runs } = store
  const today = dayOf(nowMs)
  const [day = '', week = '', month = ''] = periodScopes(today).map((scope) => scope.slice(scope.indexOf(':') + 1))
  function status(scope: BudgetStatus['scope'], label: string, key: string, rule?: BudgetRule): BudgetStatus[] {
    const { limitNanoUsd, settledNanoUsd, heldNanoUsd } = budgets.state(`${scope}:${key}`)
    if (limitNanoUsd === null) return []
    const use = { limitNanoUsd, settledNanoUsd, heldNanoUsd }
    const subjectId = rule?.id ?? (scope === 'run' || scope === 'project' ? key : null)
    return [{ scope, label, subjectId, ...(rule ? { rule } : {}), ...use, ...budgetLevel(use) }]
  }
  return [
    ...status('day', 'Today', day),
    ...status('week', 'This week', week),
    ...status('month', MONTH.format(nowMs), month),
    ...projects.list({ withArchived: false }).flatMap(({ id, name }) => status('project', name, id)),
    ...budgetRules.list().flatMap((rule) => {
      const key = ruleScope(rule, today).slice('rule:'.length)
      return status('rule', ruleLabel(store, rule), key, rule)
    }),
    ...budgets.runningScopes().flatMap((scope) => {
      const id = RunId.parse(scope.slice('run:'.length))
      return status('run', runs.get(id).run.name, id)
    }),
  ]
}

/**
 * Whether some limit besides the job's own holds for what is asked: unpriced models cannot keep it.
 *
 * @param about the tags that are known before the cases are read, providers' too; a limit of a case's tag refuses the call itself
 */
export function hasSharedLimit(
  { budgets, budgetRules }: Pick<Store, 'budgets' | 'budgetRules'>,
  about: { readonly projectId: ProjectId; readonly tags: readonly CallTag[] },
  nowMs: number,
): boolean {
  const day = dayOf(nowMs)
  if (budgetRules.rows().some((rule) => isOfRule(rule, { ...about, day }))) return true
  const scopes = [...periodScopes(day), `project:${about.projectId}`]
  return scopes.some((scope) => budgets.state(scope).limitNanoUsd !== null)
}
