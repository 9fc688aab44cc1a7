import type { savingsRoutes } from '../../../shared/contract/savings-routes.ts'
import { segmentSpend } from '../../../shared/savings/spend/segment-spend.ts'
import { spendBuckets } from '../../../shared/savings/spend/spend-buckets.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { priceEmbedding, startEmbedding } from '../savings/embed-cases.ts'
import { exportDecision } from '../savings/export-decision.ts'
import { readUpgrade, writeUpgrade } from '../savings/read-upgrade.ts'
import { SavingsDesk } from '../savings/savings-desk.ts'
import { tryOwnRules } from '../savings/try-own-rules.ts'
import { inSteps } from '../turns/in-steps.ts'

export function savingsHandlers(core: CoreContext): Pick<Handlers, keyof typeof savingsRoutes> {
  const desk = new SavingsDesk(core)
  return {
    'savings.report': (wish) => desk.report(wish),
    'savings.segments': async (wish) => {
      const found = await desk.find(wish)
      return found && segmentSpend(found.input)
    },
    'savings.buckets': async (wish, { signal }) => {
      const found = await desk.find(wish)
      return found && (await inSteps(spendBuckets(found.input), signal))
    },
    'savings.waterfall': ({ leverIds, order, ...wish }, { signal }) =>
      desk.waterfall(wish, { leverIds, order, signal }),
    'savings.embed-price': ({ runId, modelId }, { signal }) =>
      priceEmbedding(core, core.store.runs.get(runId), { modelId, signal }),
    'savings.embed': async ({ runId, ...wish }, { signal }) => ({
      jobId: await startEmbedding(core, core.store.runs.get(runId), { ...wish, signal }),
    }),
    'savings.export': ({ leverId, exportId, ...wish }) => exportDecision(core, desk, { wish, leverId, exportId }),
    'savings.try-rules': ({ rules, ...wish }, { signal }) => tryOwnRules(core, desk, { wish, rules, signal }),
    'savings.upgrade': (wish) => readUpgrade(core, desk, wish),
    'savings.upgrade-record': (wish) => writeUpgrade(core, desk, wish),
  }
}
