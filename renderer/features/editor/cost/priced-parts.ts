import { type PartAmounts, partAmounts } from '../../../../shared/breakdown/part-amounts.ts'
import type { ModelCost } from './model-costs.ts'
import type { Breakdown } from './use-breakdown.ts'

export interface PricedParts extends PartAmounts {
  /** In the order of the overheads. */
  readonly overheadLabels: readonly string[]
}

/** What each part of the prompt takes of the average call to a model. */
export function pricedParts({ counts }: Breakdown, cost: ModelCost, callsPerDay: number): PricedParts {
  return {
    ...partAmounts({
      tokenSums: counts.tokens,
      prompts: counts.prompts,
      tokenRatio: cost.tokenRatio,
      overheads: cost.overheads,
      outputTokens: cost.outputTokens,
      price: cost.model.price,
      callsPerDay,
    }),
    overheadLabels: cost.overheads.map(({ label }) => label),
  }
}
