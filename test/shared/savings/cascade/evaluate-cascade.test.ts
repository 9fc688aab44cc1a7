import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { formatOf, hasFormat } from '../../../../shared/savings/cascade/answer-check.ts'
import { evaluateCascade } from '../../../../shared/savings/cascade/evaluate-cascade.ts'
import { runCascade } from '../../../../shared/savings/cascade/run-cascade.ts'
import { validators } from '../../../../shared/savings/cascade/validators.ts'
import { type AnswerGrid, type GridTrial, outcomesOfOption } from '../../../../shared/savings/paired/answer-grid.ts'
import { mixedScore } from '../../../../shared/savings/paired/mix-hull.ts'
import { oracleFrontier } from '../../../../shared/savings/paired/oracle-frontier.ts'
import { madeGrid } from '../../../support/made-grid.ts'
import { must } from '../../../support/must.ts'

const options = [
  { cost: 1, easy: 0.9, hard: 0.4 },
  { cost: 3, easy: 0.95, hard: 0.7 },
  { cost: 10, easy: 0.98, hard: 0.95 },
]

function evaluate(grid: AnswerGrid, tiers: readonly number[], id: string) {
  const validator = must(validators.find((one) => one.id === id))
  const reference = outcomesOfOption(grid, grid.options.length - 1)
  const given = { reference, margin: 0.05, alpha: 0.05, seed: 'test', repeats: 1 }
  return allSteps(evaluateCascade(grid, tiers, validator, given))
}

describe('a cascade', () => {
  it.each([
    ['agreement', [0, 2], 3],
    ['counts', [0, 2], 1],
    ['counts', [0, 1, 2], 1],
  ] as const)('with the check %s over tiers %j keeps the answers that are right', (id, tiers, trials) => {
    const grid = madeGrid({ seed: 'cascade', cases: 200, options, trials })
    const found = must(evaluate(grid, tiers, id))
    expect(found.chosen.aboveMixInterval[0]).toBeGreaterThan(0)
    expect(found.escalation).toBeGreaterThan(0.1)
    expect(found.escalation).toBeLessThan(0.9)
    expect(must(found.latency).p95Ms).toBeGreaterThan(1000)
    if (trials > 1) return
    const bound = oracleFrontier(grid)
    for (const { cost, score } of [...found.curve, found.chosen]) {
      expect(score).toBeLessThanOrEqual(mixedScore(bound, cost) + 1e-9)
    }
  })

  it('adds up what its tiers cost and take, the checks’ own calls among it', () => {
    const grid = madeGrid({ seed: 'sums', cases: 40, options, trials: 3 })
    const check = { kind: 'agreement', trials: 3 } as const
    const rule = { tiers: [0, 2], steps: [{ check, threshold: 1 }] }
    for (const one of grid.cases) {
      const outcome = runCascade(rule, one)
      const [first] = one.answers
      const isKept = new Set(first?.trials.map(({ output }) => output)).size === 1
      expect(outcome).toEqual({
        score: isKept ? first?.trials[0]?.score : one.answers[2]?.score,
        cost: isKept ? 3 : 13,
        latencyMs: isKept ? 100 : 1100,
        tier: isKept ? 0 : 1,
      })
    }
  })

  it.each(['log-probability', 'judge'] as const)(
    'keeps answers by their %s, the judge’s calls paid and waited for',
    (id) => {
      const bare = madeGrid({ seed: id, cases: 200, options })
      const cases = bare.cases.map((one) => ({
        ...one,
        answers: one.answers.map((answer) => ({
          ...answer,
          trials: answer.trials.map((trial, at) => ({
            ...trial,
            meanLogProbability: trial.score === 1 ? -0.1 - at : -0.9,
            judgeScore: trial.score === 1 ? 0.9 : 0.2,
            judgeCall: { cost: 0.5, latencyMs: 70 },
          })),
        })),
      }))
      const found = must(evaluate({ ...bare, cases }, [0, 2], id))
      expect(found.chosen.aboveMixInterval[0]).toBeGreaterThan(0)
      const isJudge = id === 'judge'
      const share = found.escalation
      expect(found.chosen.cost).toBeCloseTo(1 + share * 10 + (isJudge ? 0.5 : 0), 6)
      expect(must(found.latency).p50Ms).toBe((share > 0.5 ? 1100 : 100) + (isJudge ? 70 : 0))
      // Without its price nobody knows what it saves.
      const unpriced = cases.map((one) => ({
        ...one,
        answers: one.answers.map((answer) => ({
          ...answer,
          trials: answer.trials.map(({ judgeCall: _unknown, ...trial }) => trial),
        })),
      }))
      expect(evaluate({ ...bare, cases: unpriced }, [0, 2], id) === null).toBe(isJudge)
    },
  )

  it('says nothing where the check has nothing to look at', () => {
    const grid = madeGrid({ seed: 'bare', cases: 120, options })
    expect(evaluate(grid, [0, 2], 'agreement')).toBeNull()
    expect(evaluate(grid, [0, 2], 'judge')).toBeNull()
    expect(evaluate(grid, [0, 2], 'log-probability')).toBeNull()
  })
})

describe('the format of answers', () => {
  const trial = (output: string, finishReason = 'stop'): GridTrial => ({
    output,
    score: 1,
    cost: 1,
    latencyMs: null,
    outputTokens: null,
    finishReason,
    meanLogProbability: null,
    judgeScore: null,
  })

  it('is read off good answers: JSON members, labels, or being whole', () => {
    const json = formatOf(Array.from({ length: 20 }, (_, index) => trial(`{"label":"a","note":${index}}`)))
    expect(json).toEqual({ kind: 'json', members: ['label', 'note'] })
    expect([hasFormat(json, trial('{"label":1,"note":2}')), hasFormat(json, trial('{"label":1}'))]).toEqual([
      true,
      false,
    ])
    const labels = formatOf(Array.from({ length: 20 }, (_, index) => trial(index % 2 ? 'Yes' : ' no ')))
    expect(labels).toEqual({ kind: 'label', labels: ['no', 'yes'] })
    const free = formatOf(Array.from({ length: 20 }, (_, index) => trial(`Text ${index}.`)))
    expect([hasFormat(free, trial('Any.')), hasFormat(free, trial('Cut of', 'length'))]).toEqual([true, false])
  })
})
