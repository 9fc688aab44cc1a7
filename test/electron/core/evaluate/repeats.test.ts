import { expect, test } from 'vitest'
import { summariseRun } from '../../../../electron/core/evaluate/results/summarise-run.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { reply } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'

const isYes = Assertion.parse({ scorer: 'equals', value: 'yes' })
const query = { offset: 0, limit: 10, search: '', sort: null } as const

/** The answers of case n to its trials. */
const TRIALS = [
  ['yes', 'yes', 'yes'],
  ['yes', 'no', 'yes'],
  ['no', 'no', 'no'],
  ['yes', '', 'yes'],
]

async function openTrials(assertions: readonly Assertion[]) {
  const bench = await openEngineBench({
    cases: TRIALS.map((_, index) => ({ variables: { text: `${index}` } })),
    assertions,
  })
  bench.answerBy(({ messages, repeat }) => reply(TRIALS[Number(messages[0]?.content)]?.[repeat] ?? ''))
  const { run } = await bench.run({ repeats: 3 })
  return { bench, stored: bench.store.runs.get(run.id) }
}

test('tells the share of cases that passed in every trial, and the cases whose trials disagree', async () => {
  const { bench, stored } = await openTrials([isYes])
  expect(summariseRun(bench.store.results, stored)).toMatchObject([
    { passed: 7, scored: 12, passAllRate: 1 / 4, flakyCases: 2 },
  ])
  expect(bench.store.results.page(stored, { ...query, filter: 'flaky' })).toEqual({ rowNos: [1, 3], matching: 2 })
})

test('takes unscored trials for flaky when they say different things', async () => {
  const { bench, stored } = await openTrials([])
  expect(summariseRun(bench.store.results, stored)).toMatchObject([{ passAllRate: null, flakyCases: 2 }])
})

test('gives the distinct answers of a cell with the trials that said them', async () => {
  const { bench, stored } = await openTrials([isYes])
  expect(bench.store.results.distinctOutputs({ runNo: stored.no, rowNo: 1, columnNo: 0 })).toEqual([
    { output: 'yes', repeats: [0, 2], score: 1, hasPassed: true },
    { output: 'no', repeats: [1], score: 0, hasPassed: false },
  ])
})

test('answers each trial from its own earlier trial', async () => {
  const { bench } = await openTrials([isYes])
  const { run } = await bench.run({ repeats: 3 })
  expect(bench.asked).toHaveLength(12 + 1)
  const stored = bench.store.runs.get(run.id)
  expect(bench.store.results.distinctOutputs({ runNo: stored.no, rowNo: 1, columnNo: 0 })).toMatchObject([
    { output: 'yes', repeats: [0, 2] },
    { output: 'no', repeats: [1] },
  ])
})
