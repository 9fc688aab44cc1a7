import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { budgetStatuses } from '../evaluate/budget-statuses.ts'

export function spendHandlers({ store, ports }: CoreContext): Pick<Handlers, 'spend.today' | 'spend.budgets'> {
  return {
    'spend.today': () => store.ledger.spentSince(new Date(ports.now()).setHours(0, 0, 0, 0)),
    'spend.budgets': () => budgetStatuses(store, ports.now()),
  }
}
