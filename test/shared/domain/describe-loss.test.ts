import { expect, test } from 'vitest'
import { describeLoss } from '../../../shared/domain/describe-loss.ts'

test.each([
  [[], 0, 'Nothing was lost.'],
  [['cell', 'reply'], 0, 'Incomplete: cell, reply.'],
  [[], 1, '1 row whose owner is gone was left out.'],
  [['run'], 1200, 'Incomplete: run. 1,200 rows whose owner is gone were left out.'],
])('tables that are incomplete (%j) and %i rows without an owner are told: %s', (incomplete, orphans, text) => {
  expect(describeLoss({ incomplete, orphans })).toBe(text)
})
