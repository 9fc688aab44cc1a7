import { expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { monthlyCost } from '../../../../shared/cost/monthly-cost.ts'
import { spendBuckets } from '../../../../shared/savings/spend/spend-buckets.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld, type WorldColumn } from '../../../support/savings-world.ts'

const LARGE = 'anthropic/claude-opus-5-5'
const SMALL = 'anthropic/claude-haiku-5-5'
const column = (model: string, output: number, score: number | null): WorldColumn => ({
  variant: 'A',
  model,
  tokens: { stablePrefix: 600, prompt: 1000 },
  answer: () => ({ input: 1000, output, score }),
})

function bucketsOf(columns: readonly WorldColumn[], change = {}, cases = 200) {
  const input = savingsWorld({ cases, columns, callsPerDay: 100, change })
  const made = must(allSteps(spendBuckets(input)))
  return { input, made, of: Object.fromEntries(made.buckets.map(({ id, nanoUsd }) => [id, nanoUsd])) }
}

it('tells what the prefix, the larger model and the longer answers cost', () => {
  const keys = { label: 'a log', timesMs: [1, 2, 3, 4], keys: [7, 7, 8, 9] }
  const { input, made, of } = bucketsOf([column(LARGE, 200, 1), column(SMALL, 50, 1)], { arrivals: keys })
  const { input: p, output } = must(input.columns[0]?.price?.prices)
  const month = (nano: number) => must(monthlyCost(nano, 100))
  const prefix = month(600 * p * 1000)
  expect(made.monthNanoUsd).toBe(month((1000 * p + 200 * output) * 1000))
  expect(of['repeated-context']).toBe(prefix + Math.round((made.monthNanoUsd - prefix) * 0.25))
  expect(of['bloated-output']).toBe(month(150 * output * 1000))
  const small = must(input.columns[1]?.price?.prices)
  expect(of['frontier-overuse']).toBe(made.monthNanoUsd - month((1000 * small.input + 50 * small.output) * 1000))
})

it('measures long answers against the shortest that are shown to be enough, whatever their model', () => {
  const short: WorldColumn = { ...column(LARGE, 50, 1), variant: 'B' }
  const { input, of } = bucketsOf([column(LARGE, 200, 1), column(SMALL, 250, 1), short], {}, 600)
  const { output } = must(input.columns[0]?.price?.prices)
  expect(of['bloated-output']).toBe(monthlyCost(150 * output * 1000, 100))
})

it('says unknown where no other column tells, and nothing where the cheaper one is worse', () => {
  const alone = bucketsOf([column(LARGE, 200, 1)])
  expect([alone.of['frontier-overuse'], alone.of['bloated-output']]).toEqual([null, null])
  expect(alone.made.buckets[0]?.note).toContain('word for word is unknown')
  const critical = bucketsOf([column(LARGE, 200, 1), column(SMALL, 50, 1)], {
    rule: { ...alone.input.rule, criticalAssertions: ['k'] },
  })
  expect([critical.of['frontier-overuse'], critical.of['bloated-output']]).toEqual([null, null])
  expect(critical.made.buckets[1]?.note).toContain('Critical assertions are not looked at here')
  const dearer = bucketsOf([column(SMALL, 200, 1), column(LARGE, 200, 1)])
  expect(dearer.of['frontier-overuse']).toBeNull()
  const said = bucketsOf([column(LARGE, 200, 1)], { assumptions: { ...alone.input.assumptions, repeatRatio: 0.3 } })
  expect(said.made.buckets[0]?.note).toContain('30 % of the requests came before word for word, as you said')
  const worse = bucketsOf([column(LARGE, 200, 1), column(SMALL, 50, 0)])
  expect([worse.of['frontier-overuse'], worse.of['bloated-output']]).toEqual([0, null])
})
