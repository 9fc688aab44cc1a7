import { expect, it } from 'vitest'
import { CaseId } from '../../../../shared/domain/ids.ts'
import { reply } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { testModel } from '../../../support/test-model.ts'

const asked = testModel()
/** Ten times as dear as the model that is asked: 10 tokens in and 2 out are 300,000 nano-dollars, not 30,000. */
const dear = {
  ...testModel({ id: 'lab/dear-one' }),
  price: {
    prices: { input: 10, output: 100, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
    tiers: [],
    batchFactor: null,
    source: 'test',
    readOn: '2026-01-01',
  },
}

async function runAnsweredBy(answeredBy: string, cases = 1) {
  const bench = await openEngineBench({
    cases: Array.from({ length: cases }, (_, at) => ({ variables: { text: String(at) } })),
    models: [asked, dear],
    answer: () => reply('yes', { answeredBy }),
  })
  const { run } = await bench.run({ modelIds: [asked.id] })
  const stored = bench.store.runs.get(run.id)
  const [first] = bench.store.evalSets.page(bench.evalSetId, { offset: 0, limit: 1, search: '' }).cases
  const [cells] = bench.store.cells.row(stored, 0, CaseId.parse(first?.id), { outputLimit: null })
  return { bench, run, cell: cells?.[0] }
}

it('bills an answer at the price of the model that gave it, and says so once', async () => {
  const { run, cell } = await runAnsweredBy('dear-one-2026-08-01', 3)
  expect(cell).toMatchObject({ answeredBy: 'dear-one-2026-08-01', costNanoUsd: 300_000 })
  expect(run.costNanoUsd).toBe(3 * 300_000)
  expect(run.otherModels).toEqual([{ asked: 'lab/one', answeredBy: 'dear-one-2026-08-01', price: dear.price }])
})

it('reckons with the price of the model that was asked where the catalog does not know the other, as an estimate', async () => {
  const { bench, run, cell } = await runAnsweredBy('nobody-knows')
  expect(cell).toMatchObject({ answeredBy: 'nobody-knows', costNanoUsd: 30_000 })
  expect(run.otherModels).toEqual([{ asked: 'lab/one', answeredBy: 'nobody-knows', price: null }])
  expect(bench.store.db.prepare('SELECT is_estimated FROM ledger').pluck().all()).toEqual([1])
})

it.each(['one', 'one-2026-08-01'])('says nothing where the model that was asked answered: %s', async (answeredBy) => {
  const { run, cell } = await runAnsweredBy(answeredBy)
  expect([run.otherModels, cell?.costNanoUsd, cell?.answeredBy]).toEqual([[], 30_000, answeredBy])
})

it('says it also of an answer that comes from the cache', async () => {
  const { bench } = await runAnsweredBy('nobody-knows')
  const { run } = await bench.run({ modelIds: [asked.id] })
  expect(bench.asked).toHaveLength(1)
  expect(run.otherModels).toEqual([{ asked: 'lab/one', answeredBy: 'nobody-knows', price: null }])
})
