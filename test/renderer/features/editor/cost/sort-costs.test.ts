import { expect, it } from 'vitest'
import type { ModelCost } from '../../../../../renderer/features/editor/cost/model-costs.ts'
import { sortCosts } from '../../../../../renderer/features/editor/cost/sort-costs.ts'

/** Only what the order looks at. */
function cost(callNanoUsd: number | null, isSimulation = false): ModelCost {
  return { callNanoUsd, model: { isSimulation } } as ModelCost
}

it('puts the cheapest first, then the unpriced, then what is still counted, and marks the cheapest real model', () => {
  const costs = [null, cost(null), cost(500), cost(10, true), cost(200)]
  expect(sortCosts(costs, 'cheapest').map(({ index, isCheapest }) => [index, isCheapest])).toEqual([
    [3, false],
    [4, true],
    [2, false],
    [1, false],
    [0, false],
  ])
  expect(sortCosts(costs, 'chosen').map(({ index }) => index)).toEqual([0, 1, 2, 3, 4])
})

it('marks simulations among themselves, and nothing where there is nothing to compare', () => {
  expect(sortCosts([cost(30, true), cost(10, true)], 'chosen').map(({ isCheapest }) => isCheapest)).toEqual([
    false,
    true,
  ])
  expect(sortCosts([cost(30), cost(10, true), cost(null)], 'chosen').some(({ isCheapest }) => isCheapest)).toBe(false)
})
