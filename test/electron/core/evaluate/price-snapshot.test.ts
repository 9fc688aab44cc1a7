import { expect, test } from 'vitest'
import { previewRun } from '../../../../electron/core/evaluate/forecast/preview-run.ts'
import { resumeRun } from '../../../../electron/core/evaluate/resume-run.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { reply, usageOf } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { testModel } from '../../../support/test-model.ts'

test('a run is billed with the discount that it began with, also when it is resumed after that has changed', async () => {
  const plain = testModel()
  if (!plain.price) throw new Error('The test model is priced.')
  const models: CatalogModel[] = [{ ...plain, price: { ...plain.price, discountRatio: 0.1 } }]
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }, { variables: { text: 'b' } }], models })
  const answer = reply('ok', { usage: usageOf(1000, 100) })
  bench.answerBy((_request, _context, call) => {
    if (call > 1) throw new AppError('provider-refused', 'No.')
    return answer
  })
  const { run } = await bench.run()
  expect(run.priceSnapshot[plain.id]?.discountRatio).toBe(0.1)
  const once = run.costNanoUsd
  const { input, output } = plain.price.prices
  expect(once).toBe(Math.round(1000 * input * 900) + Math.round(100 * output * 900))
  const [forecast] = (await previewRun(bench.core, bench.spec(), new AbortController().signal)).perModel
  expect(forecast).toMatchObject({ discountRatio: 0.1, priceReadOn: plain.price.readOn })

  models[0] = plain
  bench.answerBy(() => answer)
  await bench.end(await resumeRun(bench.core, run.id, { mayPayAgain: true, budgetNanoUsd: undefined }))
  expect(bench.store.runs.get(run.id).run).toMatchObject({ state: 'complete', costNanoUsd: 2 * once })
})
