import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { budgetStatuses } from '../evaluate/budget-statuses.ts'
import { readSpend } from '../savings/read-spend.ts'

export function spendHandlers(core: CoreContext): Pick<Handlers, 'spend.today' | 'spend.budgets' | 'spend.breakdown'> {
  const { store, ports } = core
  return {
    'spend.today': () => store.ledger.spentSince(new Date(ports.now()).setHours(0, 0, 0, 0)),
    'spend.budgets': () => budgetStatuses(store, ports.now()),
    'spend.breakdown': (wish, { signal }) => readSpend(core, wish, signal),
  }
}
