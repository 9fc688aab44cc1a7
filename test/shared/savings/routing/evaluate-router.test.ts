import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { type AnswerGrid, outcomesOfOption } from '../../../../shared/savings/paired/answer-grid.ts'
import { kFolds } from '../../../../shared/savings/paired/k-folds.ts'
import { mixedScore } from '../../../../shared/savings/paired/mix-hull.ts'
import { oracleFrontier } from '../../../../shared/savings/paired/oracle-frontier.ts'
import { evaluateRouter } from '../../../../shared/savings/routing/evaluate-router.ts'
import { worthOf } from '../../../../shared/savings/routing/router.ts'
import { routers } from '../../../../shared/savings/routing/routers.ts'
import { applyRule, largest } from '../../../../shared/savings/routing/routing-rule.ts'
import { cosine, textEmbedding } from '../../../../shared/savings/routing/text-embedding.ts'
import { madeGrid } from '../../../support/made-grid.ts'
import { must } from '../../../support/must.ts'

const twoModels = [
  { cost: 1, easy: 0.95, hard: 0.3 },
  { cost: 10, easy: 0.95, hard: 0.9 },
]

function evaluate(grid: AnswerGrid, id: string) {
  const router = must(routers.find((one) => one.id === id))
  const reference = outcomesOfOption(grid, 1)
  return allSteps(evaluateRouter(grid, router, { reference, margin: 0.06, alpha: 0.05, seed: 'test', repeats: 1 }))
}

describe.each(routers.map(({ id }) => id))('the router %s', (id) => {
  it('finds the cases that the small model answers as well, and is shown to beat a random mix', () => {
    const grid = madeGrid({ seed: 'told', cases: 240, options: twoModels, isTold: true })
    const found = must(evaluate(grid, id))
    expect(found.chosen.aboveMixInterval[0]).toBeGreaterThan(0)
    expect(found.against.costRatio).toBeLessThan(0.75)
    expect(found.against.quality?.difference).toBeGreaterThan(-0.1)
    const bound = oracleFrontier(grid)
    for (const { cost, score } of [...found.curve, found.chosen]) {
      expect(score).toBeLessThanOrEqual(mixedScore(bound, cost) + 1e-9)
    }
  })

  it('is not shown to beat a random mix where nothing tells the cases apart', () => {
    const found = must(evaluate(madeGrid({ seed: 'noise', cases: 200, options: twoModels }), id))
    expect(found.chosen.aboveMixInterval[0]).toBeLessThanOrEqual(0)
  })

  it('exports a rule that chooses as it expects', () => {
    const grid = madeGrid({ seed: 'rules', cases: 150, options: twoModels, isTold: true })
    const router = must(routers.find((one) => one.id === id))
    const train = Array.from({ length: 120 }, (_, index) => index)
    const learnt = must(router.prepare(grid.cases))(train)
    for (const price of [0, 0.02, 0.05, 0.2]) {
      const rule = learnt.rule(price)
      for (let index = 120; index < 150; index++) {
        const wanted = learnt.expect(index).map((option) => worthOf(option, price))
        const chosen = applyRule(rule, must(grid.cases[index]))
        expect(wanted[chosen]).toBeCloseTo(wanted[largest(wanted)] ?? 0, 9)
      }
    }
  })
})

describe('folds', () => {
  it('never part a cluster, are even, and spread the tags', () => {
    const grid = madeGrid({ seed: 'folds', cases: 200, options: twoModels, isTold: true })
    const folds = kFolds(grid.cases, 5, 'seed')
    const foldOf = new Map<string, number>()
    for (const [index, { cluster }] of grid.cases.entries()) {
      expect(folds[index]).toBe(foldOf.get(cluster) ?? folds[index])
      foldOf.set(cluster, folds[index] ?? -1)
    }
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((one) => one === fold).length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2)
  })
})

describe('the local embedding', () => {
  it('puts forms of a word near each other, other words far, and nothing at zero', () => {
    const near = cosine(textEmbedding('I want a refund for my order'), textEmbedding('refunds for orders, please'))
    const far = cosine(textEmbedding('I want a refund for my order'), textEmbedding('the weather tomorrow'))
    expect(near).toBeGreaterThan(far + 0.1)
    expect(cosine(textEmbedding('same'), textEmbedding('same'))).toBeCloseTo(1, 5)
    expect(cosine(textEmbedding(''), textEmbedding('same'))).toBe(0)
  })
})
