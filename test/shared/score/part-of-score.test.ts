import { expect, test } from 'vitest'
import { Assertion } from '../../../shared/domain/score.ts'
import { partOfScore } from '../../../shared/score/part-of-score.ts'

const one = (scorer: string, weight = 1) => Assertion.parse({ scorer, weight })
const set = (weight: number, ...assert: Assertion[]) =>
  Assertion.parse({ scorer: 'assert-set', weight, options: { assert } })
const part = (...assertions: Assertion[]) => partOfScore(assertions, ({ scorer }) => scorer === 'perplexity')

test('only what weighs something makes the score, and of a set its members', () => {
  expect(part(one('perplexity'))).toBe('whole')
  expect(part(one('perplexity'), one('equals', 0))).toBe('whole')
  expect(part(one('perplexity'), one('equals'))).toBe('part')
  expect(part(one('perplexity', 0), one('equals'))).toBe('none')
  expect(part(set(1, one('perplexity')))).toBe('whole')
  expect(part(set(1, one('perplexity'), one('equals')))).toBe('part')
  expect(part(set(0, one('perplexity')), one('equals'))).toBe('none')
  expect(part(set(1, one('perplexity'), set(0, one('equals'))))).toBe('whole')
})
