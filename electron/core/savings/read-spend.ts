import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Parsed } from '../../../shared/contract/routes.ts'
import { worstCaseCost } from '../../../shared/cost/worst-case-cost.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { SpendBreakdown } from '../../../shared/domain/spend-breakdown.ts'
import { type SpendModel, spendBreakdown } from '../../../shared/savings/spend/spend-breakdown.ts'
import { spreadOf } from '../../../shared/savings/spend/spread-of.ts'
import type { CoreContext } from '../core-context.ts'

/** Where the money goes; null while there is nothing to add up. */
export async function readSpend(
  { store, models }: Pick<CoreContext, 'store' | 'models'>,
  { projectId, source, filter, unit }: Parsed<'spend.breakdown'>,
  signal: AbortSignal,
): Promise<SpendBreakdown | null> {
  const read = await store.spend.read({ projectId: store.projects.get(projectId).id, source, filter, unit }, signal)
  if (read === null) return null
  const catalog = new Map<string, CatalogModel>(models.all().map((model) => [model.id, model]))
  return spendBreakdown({
    ...read,
    cost: await spreadInTurn(read.costs),
    promptTokens: await spreadInTurn(read.promptTokens),
    outputTokens: await spreadInTurn(read.outputTokens),
    modelOf: (name): SpendModel => {
      const model = catalog.get(read.modelIds.get(name) ?? '') ?? null
      const { maxNanoUsd = null, maxPromptTokens = null } = read.extremes.get(name) ?? {}
      const capTokens = model?.maxOutputTokens ?? null
      const isKnown = capTokens !== null && maxPromptTokens !== null
      return {
        price: model?.price ?? null,
        capTokens,
        isSimulation: model?.isSimulation ?? false,
        maxSeenNanoUsd: maxNanoUsd,
        atCapNanoUsd: isKnown
          ? worstCaseCost({ promptTokens: maxPromptTokens, maxOutputTokens: capTokens, price: model?.price ?? null })
          : null,
      }
    },
  })
}

/** Of a million calls it takes 10 ms and more. */
async function spreadInTurn(sorted: ArrayLike<number>): Promise<ReturnType<typeof spreadOf>> {
  await nextTurn()
  return spreadOf(sorted)
}
