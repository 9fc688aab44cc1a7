import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function spendHandlers({ store, ports }: CoreContext): Pick<Handlers, 'spend.today'> {
  return {
    'spend.today': () => store.ledger.spentSince(new Date(ports.now()).setHours(0, 0, 0, 0)),
  }
}
