import { expect, test } from 'vitest'
import { previewRun } from '../../../../../electron/core/evaluate/forecast/preview-run.ts'
import { ModelId } from '../../../../../shared/domain/ids.ts'
import type { RunSpec } from '../../../../../shared/domain/run.ts'
import { Assertion } from '../../../../../shared/domain/score.ts'
import { type EngineBench, reply, usageOf } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'
import { testModel } from '../../../../support/test-model.ts'

function preview({ core, spec }: EngineBench, changes: Partial<RunSpec> = {}) {
  return previewRun(core, spec(changes), new AbortController().signal)
}

function texts(count: number, make = (index: number) => `text ${index}`) {
  return Array.from({ length: count }, (_, index) => ({ variables: { text: make(index) } }))
}

test('counts cells, duplicates, cache hits and calls exactly as the run then has them', async () => {
  const bench = await openEngineBench({
    cases: [...texts(10), ...texts(5)],
    models: [testModel({ id: 'lab/one' }), testModel({ id: 'lab/two' })],
  })
  await bench.run({ caseLimit: 4, modelIds: [bench.spec().modelIds[0] as RunSpec['modelIds'][number]] })
  const told = await preview(bench, { repeats: 2 })
  expect(told).toMatchObject({ cells: 60, duplicates: 20, expectedCacheHits: 4, calls: 36, problems: [] })
  expect(told.perModel.map(({ calls }) => calls)).toEqual([16, 20])
  const before = bench.asked.length
  const { job } = await bench.run({ repeats: 2 })
  expect(bench.asked.length - before).toBe(36)
  expect(job.cached).toBe(24)
})

test('tells the cost range from the output limit, and from earlier answers once there are enough', async () => {
  const bench = await openEngineBench({ cases: texts(30), answer: () => reply('ok', { usage: usageOf(10, 5) }) })
  const [first] = (await preview(bench)).perModel
  expect(first).toMatchObject({ calls: 30, outputTokensLow: 30, outputTokensHigh: 3000 })
  expect((first?.costHighNanoUsd ?? 0) - (first?.costLowNanoUsd ?? 0)).toBe(2970 * 10_000)
  await bench.run()
  const [second] = (await preview(bench, { repeats: 2 })).perModel
  expect(second).toMatchObject({ calls: 30, outputTokensLow: 150, outputTokensHigh: 150 })
})

test('reckons judging at the bytes of the longest text that a case puts into the question, and of longer references', async () => {
  const costOf = async (options: Assertion['options'], scorer = 'similar') => {
    const bench = await openEngineBench({
      cases: ['short', 'ä'.repeat(2000)].map((expected) => ({ variables: { text: 'a' }, expected })),
      assertions: [Assertion.parse({ scorer, value: '{{expected}}', options: { ...options } })],
    })
    return (await preview(bench, { judgeModelId: ModelId.parse('lab/one') })).judge
  }
  const input = 1000
  expect(await costOf({ model: 'lab/one' })).toMatchObject({ calls: 4, costHighNanoUsd: 4 * 4000 * input })
  const references = ['ü'.repeat(2500)]
  expect(await costOf({ model: 'lab/one', references })).toMatchObject({ calls: 6, costHighNanoUsd: 6 * 5000 * input })
  const [plain, longer] = [await costOf({}, 'pairwise'), await costOf({ criteria: 'ß'.repeat(25) }, 'pairwise')]
  expect((longer?.costHighNanoUsd ?? 0) - (plain?.costHighNanoUsd ?? 0)).toBe(8 * 50 * input)
})

test('scales a large run up from a sample, within a few percent of the truth, and marks it as inexact', async () => {
  const make = (index: number) => `text ${index} ${'word '.repeat(index % 50)}`
  const small = await openEngineBench({ cases: texts(5000, make) })
  const large = await openEngineBench({ cases: texts(6000, make) })
  const [exact] = (await preview(small)).perModel
  const [scaled] = (await preview(large)).perModel
  const perCall = (exact?.inputTokens ?? 0) / 5000
  expect(Math.abs((scaled?.inputTokens ?? 0) / 6000 / perCall - 1)).toBeLessThan(0.05)
  expect(scaled?.isInputExact).toBe(false)
}, 20_000)

test('names what must be mended: undefined variables by case, unknown scorers, an empty set, a budget without a price', async () => {
  const bench = await openEngineBench({
    cases: [{ variables: { text: 'a' } }, ...Array.from({ length: 7 }, () => ({ variables: {} }))],
    assertions: [
      { scorer: 'equalz', isNegated: false, value: 'x', options: {}, transforms: [], weight: 1 },
      { scorer: 'equals', isNegated: false, value: null, options: {}, transforms: [], weight: 1 },
    ],
    models: [testModel({ price: null })],
  })
  const { problems, unpricedModelIds } = await preview(bench, { budgetNanoUsd: 5 })
  expect(unpricedModelIds).toEqual(['lab/one'])
  expect(problems.map((problem) => problem.slice(0, 40))).toEqual([
    'lab/one is unpriced, so that no budget c',
    'Assertion 1: there is no scorer "equalz"',
    'Assertion 2: "equals" needs a value: The',
    ...[2, 3, 4, 5, 6].map((position) => `Variant A, case ${position}: Message 1 (user): Line `.slice(0, 40)),
    'Variant A: 2 more cases fail alike.',
  ])
  const empty = await openEngineBench({ cases: [] })
  expect((await preview(empty)).problems).toEqual(['The eval set "Set" has no cases. Import some, or add one.'])
})

test('ends when the caller goes away', async () => {
  const bench = await openEngineBench({ cases: texts(500) })
  const abort = new AbortController()
  const told = previewRun(bench.core, bench.spec(), abort.signal)
  abort.abort(new Error('gone'))
  await expect(told).rejects.toThrow('gone')
})
