import type { savingsRoutes } from '../../../shared/contract/savings-routes.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { exportDecision } from '../savings/export-decision.ts'
import { SavingsDesk } from '../savings/savings-desk.ts'

export function savingsHandlers(core: CoreContext): Pick<Handlers, keyof typeof savingsRoutes> {
  const desk = new SavingsDesk(core)
  return {
    'savings.report': (wish) => desk.report(wish),
    'savings.waterfall': ({ leverIds, order, ...wish }, { signal }) =>
      desk.waterfall(wish, { leverIds, order, signal }),
    'savings.export': ({ leverId, exportId, ...wish }) => exportDecision(core, desk, { wish, leverId, exportId }),
  }
}
