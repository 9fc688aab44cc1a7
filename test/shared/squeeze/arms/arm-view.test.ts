import { expect, it } from 'vitest'
import { withFront } from '../../../../shared/squeeze/arms/arm-view.ts'
import { squeezeArm as arm } from '../../../support/squeeze-arm.ts'

it('puts on the front what nothing beats in both, and nobody who was given up after a few cases', () => {
  const arms = withFront([
    arm('original', [0.8, 1]),
    arm('cheap', [0.8, 0.5]),
    arm('good', [0.85, 0.8]),
    arm('beaten', [0.79, 0.6]),
    arm('screened', [0.9, 0.4], { isAlive: false, n: 8 }),
    arm('dropped late', [0.78, 0.3], { isAlive: false }),
    arm('unasked', [0.8, 0], { difference: null, costRatio: null, n: 0 }),
  ])
  expect(arms.filter(({ isOnFront }) => isOnFront).map(({ id }) => id)).toEqual(['cheap', 'good', 'dropped late'])
  expect(arms.find(({ id }) => id === 'unasked')?.isOnFront).toBe(null)
})
