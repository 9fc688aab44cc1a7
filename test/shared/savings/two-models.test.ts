import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../shared/all-steps.ts'
import { evaluateCascade } from '../../../shared/savings/cascade/evaluate-cascade.ts'
import { validators } from '../../../shared/savings/cascade/validators.ts'
import { type AnswerGrid, outcomesOfOption } from '../../../shared/savings/paired/answer-grid.ts'
import { meanPoint } from '../../../shared/savings/paired/assess-policies.ts'
import { mixedScore, mixHull } from '../../../shared/savings/paired/mix-hull.ts'
import { eitherScore, oracleFrontier } from '../../../shared/savings/paired/oracle-frontier.ts'
import { mixSentence, optionsSentence } from '../../../shared/savings/paired/policy-curve.ts'
import { evaluateRouter } from '../../../shared/savings/routing/evaluate-router.ts'
import { routers } from '../../../shared/savings/routing/routers.ts'
import { must } from '../../support/must.ts'

/** Real answers of a small and a large model: lengths and whether they were right. See the fixture's README. */
function realGrid(): AnswerGrid {
  const file = path.join(import.meta.dirname, '../../fixtures/savings/two-models.csv')
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  const answer = (score: number, characters: number, question: number, price: number) => {
    const cost = (question + characters) * price
    const trial = {
      output: 'x'.repeat(characters),
      score,
      cost,
      latencyMs: null,
      outputTokens: null,
      finishReason: null,
    }
    return { score, cost, latencyMs: null, trials: [{ ...trial, meanLogProbability: null, judgeScore: null }] }
  }
  return {
    options: [
      { id: 'small', label: 'Mixtral 8x7B' },
      { id: 'large', label: 'GPT-4' },
    ],
    cases: rows.map((row, index) => {
      const [question = 0, small = 0, large = 0, smallLength = 0, largeLength = 0] = row.split(',').map(Number)
      return {
        caseId: String(index),
        cluster: String(index),
        tags: [],
        variables: { question: 'x'.repeat(question) },
        answers: [answer(small, smallLength, question, 0.06), answer(large, largeLength, question, 6.2)],
      }
    }),
  }
}

const percent = (share: number) => Number((share * 100).toFixed(1))

describe('on real answers of two models', () => {
  const grid = realGrid()
  const [small, large] = [0, 1].map((option) => meanPoint(outcomesOfOption(grid, option)))
  /** Enough for what is said of curves; all of them take seconds. */
  const some = { ...grid, cases: grid.cases.slice(0, 300) }
  const options = { reference: outcomesOfOption(some, 1), margin: 0.03, alpha: 0.05, seed: 'real', repeats: 1 }

  it('finds 63.8 %, 85.7 %, and 92.9 % where either is right', () => {
    expect(grid.cases).toHaveLength(1319)
    expect([small, large].map((point) => percent(must(point).score))).toEqual([63.8, 85.7])
    expect(percent(eitherScore(grid))).toBe(92.9)
    expect(percent(must(oracleFrontier(grid).at(-1)).score)).toBe(92.9)
    expect(mixHull([must(small), must(large)])).toHaveLength(2)
    expect(optionsSentence(grid)).toBe('Mixtral 8x7B 63.8 %, GPT-4 85.7 %; at least one of them right: 92.9 %.')
  })

  it('says of routing by length that it is not shown to beat a random mix', () => {
    const router = must(routers.find(({ id }) => id === 'length'))
    const { chosen, curve } = must(allSteps(evaluateRouter(some, router, options)))
    expect(chosen.aboveMixInterval[0]).toBeLessThanOrEqual(0)
    expect(mixSentence(chosen, 'Length')).toContain('is not shown to beat chance')
    for (const { cost, score } of curve)
      expect(score).toBeLessThanOrEqual(mixedScore(oracleFrontier(some), cost) + 1e-9)
  })

  it('draws a cascade out-of-fold with its interval, and says that lengths alone do not tell right from wrong', () => {
    const validator = must(validators.find(({ id }) => id === 'counts'))
    const found = must(allSteps(evaluateCascade(some, [0, 1], validator, options)))
    expect(found.chosen.aboveMixInterval[0]).toBeLessThanOrEqual(0)
    expect(found.curve.some(({ scoreInterval: [low, high] }) => high > low)).toBe(true)
    expect(mixSentence(found.chosen, 'Counts')).not.toContain('Counts beats chance')
    for (const { cost, score } of found.curve) {
      expect(score).toBeLessThanOrEqual(mixedScore(oracleFrontier(some), cost) + 1e-9)
    }
  })
})
