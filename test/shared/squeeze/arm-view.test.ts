import { expect, it } from 'vitest'
import { SqueezeArm } from '../../../shared/domain/squeeze.ts'
import { withFront } from '../../../shared/squeeze/arm-view.ts'

function arm(
  id: string,
  [difference, costRatio]: readonly [number, number],
  part: Partial<SqueezeArm> = {},
): SqueezeArm {
  return SqueezeArm.parse({
    id,
    label: id,
    isBaseline: id === 'original',
    editIds: [],
    promptTokens: 1,
    n: 40,
    meanScore: 0.8 + difference,
    difference,
    costPer1000NanoUsd: null,
    costRatio,
    isAlive: true,
    whyDropped: null,
    isOnFront: null,
    ...part,
  })
}

it('puts on the front what nothing beats in both, and nobody who was given up after a few cases', () => {
  const arms = withFront([
    arm('original', [0, 1]),
    arm('cheap', [0, 0.5]),
    arm('good', [0.05, 0.8]),
    arm('beaten', [-0.01, 0.6]),
    arm('screened', [0.1, 0.4], { isAlive: false, n: 8 }),
    arm('dropped late', [-0.02, 0.3], { isAlive: false }),
    arm('unasked', [0, 0], { difference: null, costRatio: null, n: 0 }),
  ])
  expect(arms.filter(({ isOnFront }) => isOnFront).map(({ id }) => id)).toEqual(['cheap', 'good', 'dropped late'])
  expect(arms.find(({ id }) => id === 'unasked')?.isOnFront).toBe(null)
})
