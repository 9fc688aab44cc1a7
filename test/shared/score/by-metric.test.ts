import { expect, it } from 'vitest'
import type { AssertionResult } from '../../../shared/domain/score.ts'
import { byMetric } from '../../../shared/score/by-metric.ts'

function result(metric: string | null, score: number | null, weight = 1): AssertionResult {
  const named = metric === null ? {} : { metric }
  return { scorer: 'equals', isNegated: false, score, hasPassed: score === 1, reason: 'x', weight, ...named }
}

it('groups results by metric with their mean by weight, those without one first', () => {
  const results = [result('tone', 1), result(null, 0), result('facts', 1, 3), result('tone', 0), result('facts', 0, 1)]
  expect(byMetric(results).map(({ metric, results: own, mean }) => [metric, own.length, mean])).toEqual([
    ['', 1, 0],
    ['tone', 2, 0.5],
    ['facts', 2, 0.75],
  ])
})

it('knows no mean where nothing counts, or something that counts was not judged', () => {
  expect(byMetric([result('a', 1, 0)])[0]?.mean).toBeNull()
  expect(byMetric([result('a', 1), result('a', null)])[0]?.mean).toBeNull()
  expect(byMetric([])).toEqual([])
})
