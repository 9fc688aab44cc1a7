import { expect, test } from 'vitest'
import { budgetLevel } from '../../../shared/cost/budget-level.ts'

test('warns at 50, 80 and 100 % of what is spent and held together', () => {
  const levelAt = (settledNanoUsd: number, heldNanoUsd = 0) =>
    budgetLevel({ limitNanoUsd: 1000, settledNanoUsd, heldNanoUsd }).level
  expect([
    levelAt(0),
    levelAt(499),
    levelAt(500),
    levelAt(799),
    levelAt(400, 400),
    levelAt(999),
    levelAt(1000),
  ]).toEqual(['ok', 'ok', 'half', 'half', 'most', 'most', 'full'])
  expect(budgetLevel({ limitNanoUsd: 0, settledNanoUsd: 0, heldNanoUsd: 0 })).toEqual({ share: 1, level: 'full' })
})
