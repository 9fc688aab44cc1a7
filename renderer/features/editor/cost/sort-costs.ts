import type { ModelCost } from './model-costs.ts'

export type CostOrder = 'chosen' | 'cheapest'

export interface CostRow {
  /** Place among the chosen models. */
  readonly index: number
  readonly cost: ModelCost | null
  /** The cheapest of at least two priced models, real ones if there are any; of equals all. */
  readonly isCheapest: boolean
}

/** The models in the wanted order: by cost per call those without a price last, and those that are still counted after them. */
export function sortCosts(costs: readonly (ModelCost | null)[], order: CostOrder): readonly CostRow[] {
  const priced = costs.filter((cost) => cost !== null && cost.callNanoUsd !== null)
  const real = priced.filter((cost) => !cost?.model.isSimulation)
  // A simulation's example price must not look like a way to save money.
  const compared = real.length > 0 ? real : priced
  const least = compared.length < 2 ? null : Math.min(...compared.map((cost) => cost?.callNanoUsd ?? Infinity))
  const rows = costs.map((cost, index): CostRow => {
    return { index, cost, isCheapest: least !== null && compared.includes(cost) && cost?.callNanoUsd === least }
  })
  if (order === 'chosen') return rows
  return rows.toSorted((a, b) => rank(a.cost) - rank(b.cost) || a.index - b.index)
}

/** Finite, so that two of a kind can be told to be equal. */
function rank(cost: ModelCost | null): number {
  if (cost === null) return Number.MAX_VALUE
  return cost.callNanoUsd ?? Number.MAX_SAFE_INTEGER
}
