import { expect, it } from 'vitest'
import { budgetText, nearestBudget } from '../../../renderer/client/budget-text.ts'
import { ProjectId } from '../../../shared/domain/ids.ts'
import { usdToNano } from '../../../shared/domain/money.ts'
import type { BudgetStatus } from '../../../shared/domain/spend.ts'

const day: BudgetStatus = {
  scope: 'day',
  label: 'Today',
  subjectId: null,
  limitNanoUsd: usdToNano(10),
  settledNanoUsd: usdToNano(8),
  heldNanoUsd: usdToNano(0.1),
  share: 0.81,
  level: 'most',
}

it('counts what is held as spent, and says where the limit holds', () => {
  expect(budgetText(day)).toBe('$8.10 of $10.0 today, 81 %')
})

it('says 100 % only of a limit that is used up', () => {
  expect([0.9999, 1, 1.2].map((share) => budgetText({ ...day, share }).split(', ')[1])).toEqual([
    '99 %',
    '100 %',
    '120 %',
  ])
})

it('leaves the limits of other projects out', () => {
  const other: BudgetStatus = { ...day, scope: 'project', subjectId: 'other', share: 1, level: 'full' }
  expect(nearestBudget([other, day], ProjectId.parse('mine'))).toEqual(day)
  expect(nearestBudget([other], ProjectId.parse('mine'))).toBeNull()
})
