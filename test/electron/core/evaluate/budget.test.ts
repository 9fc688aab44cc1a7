import { expect, test } from 'vitest'
import { resumeRun } from '../../../../electron/core/evaluate/resume-run.ts'
import { reply, usageOf } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { DEAREST_OUTPUT, spendingProvider } from '../../../support/spending-provider.ts'
import { testModel } from '../../../support/test-model.ts'

const CASES = 60

const settings = [1, 2, 5, 16, 33, 64].flatMap((concurrency) =>
  [0.02, 0.3, 0.9].map((share) => ({ concurrency, share })),
)

test.each(settings)(
  'never spends more than the budget: $concurrency at once, $share of what it needs',
  async ({ concurrency, share }) => {
    const cases = Array.from({ length: CASES }, (_, index) => ({ variables: { text: `case ${index}` } }))
    const bench = await openEngineBench({ cases, concurrency })
    let billNanoUsd = 0
    const limitNanoUsd = Math.round(share * CASES * DEAREST_OUTPUT * 0.6)
    bench.answerBy(
      spendingProvider(`${concurrency} ${share}`, (nanoUsd) => {
        billNanoUsd += nanoUsd
      }),
    )
    const { run, job } = await bench.run({ budgetNanoUsd: limitNanoUsd })
    expect(billNanoUsd).toBeLessThanOrEqual(limitNanoUsd)
    const budget = bench.store.ledger.budget(`run:${run.id}`)
    expect(budget.settledNanoUsd + budget.heldNanoUsd).toBeLessThanOrEqual(limitNanoUsd)
    expect(budget.settledNanoUsd).toBe(run.costNanoUsd)
    if (run.state === 'complete') return
    expect(job).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
    // Stopped for a reason: what is left would not have borne one more worst case.
    const worst = DEAREST_OUTPUT + 1000 * 60
    expect(budget.settledNanoUsd + budget.heldNanoUsd + worst).toBeGreaterThan(limitNanoUsd)
  },
)

test('stops at the budget with what it has, says what it would need, and finishes after a resume with more', async () => {
  const cases = Array.from({ length: 20 }, (_, index) => ({ variables: { text: `case ${index}` } }))
  const bench = await openEngineBench({ cases, concurrency: 8 })
  bench.answerBy(() => reply('ok', { usage: usageOf(0, 50) }))
  const { run, job } = await bench.run({ budgetNanoUsd: 6_000_000 })
  expect(job.error?.message).toMatch(
    /^The budget of \$0\.00600 stopped the run: \$0\.00500 is spent, .* 10 of 20 cells are missing; they would need about \$0\.00400 more/,
  )
  expect(run).toMatchObject({ state: 'incomplete', doneCount: 10, costNanoUsd: 5_000_000 })
  const jobId = await resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: 50_000_000 })
  expect(await bench.end(jobId)).toMatchObject({ state: 'succeeded', done: 10 })
  expect(bench.asked).toHaveLength(20)
  expect(bench.store.runs.get(run.id).run).toMatchObject({ state: 'complete', costNanoUsd: 10_000_000 })
})

test('refuses a budget for a model without a price, and runs it without one as unpriced', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }], models: [testModel({ price: null })] })
  await expect(bench.run({ budgetNanoUsd: 1_000_000_000 })).rejects.toMatchObject({ code: 'bad-input' })
  expect(bench.asked).toHaveLength(0)
  const { run, job } = await bench.run()
  expect(run).toMatchObject({ costNanoUsd: 0, hasUnpriced: true })
  expect(job).toMatchObject({ spentNanoUsd: 0, hasUnpriced: true })
  expect(bench.store.ledger.spentSince(0)).toEqual({ nanoUsd: 0, hasUnpriced: true, heldNanoUsd: 0 })
})
