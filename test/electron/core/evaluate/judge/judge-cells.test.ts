import { expect, test } from 'vitest'
import { previewResume } from '../../../../../electron/core/evaluate/forecast/preview-resume.ts'
import { resumeRun } from '../../../../../electron/core/evaluate/resume-run.ts'
import { readVerdicts } from '../../../../../electron/core/evaluate/verdicts/read-verdicts.ts'
import type { Store } from '../../../../../electron/core/store/open-store.ts'
import type { StoredRun } from '../../../../../electron/core/store/run-store.ts'
import { AppError } from '../../../../../shared/contract/errors.ts'
import { ModelId } from '../../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../../shared/domain/model.ts'
import { Assertion } from '../../../../../shared/domain/score.ts'
import { reply } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'
import { testModel } from '../../../../support/test-model.ts'

const JUDGE = ModelId.parse('court/judge')
const CALL_NANO_USD = 30_000

async function openJudged(assertions: readonly Partial<Assertion>[] = [{}]) {
  const models: CatalogModel[] = [testModel(), testModel({ id: 'lab/two' }), testModel({ id: JUDGE })]
  const bench = await openEngineBench({
    cases: ['a', 'b', 'c'].map((text) => ({ variables: { text } })),
    assertions: assertions.map((one) => Assertion.parse({ scorer: 'llm-rubric', value: 'Is right.', ...one })),
    models,
  })
  let says: (user: string) => string = () => JSON.stringify({ reason: 'Fine.', pass: true })
  bench.answerBy((request) => {
    const user = request.messages.at(-1)?.content ?? ''
    if (request.modelName !== 'judge') return reply(`${request.modelName} says ${user}`)
    return reply(says(user))
  })
  const spec = { modelIds: [ModelId.parse('lab/one'), ModelId.parse('lab/two')], judgeModelId: JUDGE }
  return {
    ...bench,
    models,
    spec,
    judgeBy(next: typeof says) {
      says = next
    },
    judgeCalls: () => bench.asked.filter(({ modelName }) => modelName === 'judge').length,
    answerCalls: () => bench.asked.filter(({ modelName }) => modelName !== 'judge').length,
  }
}

/** All cases hold the hold-out's too: one look at it is counted first. */
function readAll(store: Store, stored: StoredRun) {
  const [baseline, candidate] = stored.run.columns
  if (!baseline || !candidate) throw new Error('The run has two columns.')
  store.verdicts.recordLook({ evalSetId: stored.run.spec.evalSetId, runId: stored.run.id, baseline, candidate })
  return readVerdicts(store, stored, { baseline: null, part: 'all' })
}

const fine = () => JSON.stringify({ reason: 'Fine.', pass: true })

test('a judge that cannot be read leaves the cell unjudged, counted in no pair, until it is asked again', async () => {
  const bench = await openJudged()
  bench.judgeBy((user) => (user.includes('two says b') ? 'Hm.' : fine()))
  const { job, run } = await bench.run(bench.spec)
  expect(job.state).toBe('succeeded')
  expect(job.error?.message).toBe('1 cell is answered but not judged. Resume the run to ask only the judge again.')
  expect(run).toMatchObject({ state: 'incomplete', doneCount: 6, errorCount: 0 })
  const stored = bench.store.runs.get(run.id)
  expect(previewResume(bench.store, stored)).toMatchObject({ missing: 0, held: 0, unjudged: 1 })
  const report = await readAll(bench.store, stored)
  expect(report.verdicts[0]?.verdict).toMatchObject({ cases: 2, leftOut: 1, notJudged: 1, losses: 0 })
  expect(report.verdicts[0]?.verdict?.sentence).toContain('1 case not judged')
  // Six answers, five good words of the judge, and two that could not be read: all paid.
  expect(run.costNanoUsd).toBe((6 + 5 + 2) * CALL_NANO_USD)

  bench.judgeBy(fine)
  const answers = bench.answerCalls()
  const end = await bench.end(await resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: undefined }))
  expect(end).toMatchObject({ state: 'succeeded', error: null, done: 1, total: 1, spentNanoUsd: CALL_NANO_USD })
  expect(bench.answerCalls()).toBe(answers)
  expect(bench.store.runs.get(run.id).run).toMatchObject({
    state: 'complete',
    costNanoUsd: (6 + 5 + 3) * CALL_NANO_USD,
  })
  const again = await readVerdicts(bench.store, stored, { baseline: null, part: 'all' })
  expect(again.verdicts[0]?.verdict).toMatchObject({ cases: 3, leftOut: 0, notJudged: 0 })
})

test('a judge whose key is refused is not asked for every cell, and the answers are kept', async () => {
  const bench = await openJudged()
  bench.judgeBy(() => {
    throw new AppError('provider-auth', 'The key is not valid.')
  })
  const { run } = await bench.run(bench.spec)
  expect(run).toMatchObject({ state: 'incomplete', doneCount: 6, errorCount: 0, costNanoUsd: 6 * CALL_NANO_USD })
  expect(bench.judgeCalls()).toBeLessThan(6)
  bench.judgeBy(fine)
  await bench.end(await resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: undefined }))
  expect(bench.store.runs.get(run.id).run).toMatchObject({ state: 'complete', costNanoUsd: 12 * CALL_NANO_USD })
})

test('asking the judge again stops at the budget, and says how many cells wait', async () => {
  const bench = await openJudged()
  bench.judgeBy(() => 'Hm.')
  const { run } = await bench.run(bench.spec)
  const resumed = await resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: run.costNanoUsd + 1 })
  const end = await bench.end(resumed)
  expect(end).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
  expect(end.error?.message).toContain('6 answered cells are not judged.')
  expect(bench.store.runs.get(run.id).run.costNanoUsd).toBe(run.costNanoUsd)
})

test('a judge is billed at the prices that the run began with', async () => {
  const bench = await openJudged()
  bench.judgeBy(() => 'Hm.')
  const { run } = await bench.run(bench.spec)
  expect(run.priceSnapshot[JUDGE]?.prices.input).toBe(1)
  const plain = testModel({ id: JUDGE })
  if (!plain.price) throw new Error('The test model is priced.')
  bench.models[2] = { ...plain, price: { ...plain.price, prices: { ...plain.price.prices, input: 50, output: 500 } } }
  bench.judgeBy(fine)
  await bench.end(await resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: undefined }))
  expect(bench.store.runs.get(run.id).run.costNanoUsd).toBe(run.costNanoUsd + 6 * CALL_NANO_USD)
})

test('a judge without weight is asked again too, and changes no score', async () => {
  const bench = await openJudged([{ weight: 0 }, { scorer: 'contains', value: 'says' }])
  bench.judgeBy(() => 'Hm.')
  const { run } = await bench.run(bench.spec)
  const stored = bench.store.runs.get(run.id)
  expect(previewResume(bench.store, stored).unjudged).toBe(6)
  const report = await readAll(bench.store, stored)
  expect(report.verdicts[0]?.verdict).toMatchObject({ cases: 3, notJudged: 0 })
})
