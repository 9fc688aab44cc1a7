import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { budgetStatuses } from '../evaluate/calls/budget-statuses.ts'
import { readSpend } from '../savings/read-spend.ts'
import { readSpendAlerts } from '../savings/read-spend-alerts.ts'

type SpendRoute =
  | 'spend.today'
  | 'spend.budgets'
  | 'spend.add-budget'
  | 'spend.change-budget'
  | 'spend.remove-budget'
  | 'spend.breakdown'
  | 'spend.values'
  | 'spend.alerts'
  | 'spend.limits'
  | 'spend.add-limit'
  | 'spend.remove-limit'

export function spendHandlers(core: CoreContext): Pick<Handlers, SpendRoute> {
  const { store, ports } = core
  return {
    'spend.today': () => store.ledger.spentSince(new Date(ports.now()).setHours(0, 0, 0, 0)),
    'spend.budgets': () => budgetStatuses(store, ports.now()),
    'spend.add-budget': (wish) => {
      if (wish.projectId !== null) store.projects.get(wish.projectId)
      const rule = store.budgetRules.add(wish, ports.now())
      core.changed('settings')
      return rule
    },
    'spend.change-budget': ({ ruleId, limitNanoUsd }) => {
      const rule = store.budgetRules.change(ruleId, limitNanoUsd)
      core.changed('settings')
      return rule
    },
    'spend.remove-budget': ({ ruleId }) => {
      store.budgetRules.remove(ruleId)
      core.changed('settings')
      return {}
    },
    'spend.breakdown': (wish, { signal }) => readSpend(core, wish, signal),
    'spend.values': async ({ projectId, ...wish }, { signal }) => [
      ...(await store.spend.values({ ...wish, projectId: store.projects.get(projectId).id }, signal)),
    ],
    'spend.alerts': ({ projectId, limits }, { signal }) => readSpendAlerts(core, { projectId, more: limits }, signal),
    'spend.limits': ({ projectId }) => [...store.spendLimits.list(projectId)],
    'spend.add-limit': (limit) => {
      const added = store.spendLimits.add({ ...limit, projectId: store.projects.get(limit.projectId).id })
      core.changed('usage')
      return added
    },
    'spend.remove-limit': ({ limitId }) => {
      store.spendLimits.remove(limitId)
      core.changed('usage')
      return {}
    },
  }
}
