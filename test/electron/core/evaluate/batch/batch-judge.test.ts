import { expect, test } from 'vitest'
import { ModelId } from '../../../../../shared/domain/ids.ts'
import { Assertion } from '../../../../../shared/domain/score.ts'
import { batchSpec, openBatchBench } from '../../../../support/batch-bench.ts'

test('a batch run is judged live, once its answers are collected', async () => {
  const { app, server } = await openBatchBench()
  const plan = await batchSpec(app, 'openai')
  const rubric = Assertion.parse({ scorer: 'llm-rubric', value: 'Says “ok”.' })
  await app.client.call('eval-sets.set-assertions', { evalSetId: plan.evalSetId, assertions: [rubric] })
  const spec = { ...plan, judgeModelId: ModelId.parse('sandbox/medium') }
  const preview = await app.client.call('runs.preview', spec)
  expect(preview.problems).toEqual([])
  expect(preview.judge).toMatchObject({ modelIds: ['sandbox/medium'], calls: 8 })
  const { runId, jobId } = await app.client.call('runs.start', spec)
  expect(await app.end(jobId)).toMatchObject({ state: 'succeeded', spentNanoUsd: 0 })
  server.endAll()
  const job = await app.collect(runId)
  expect(job).toMatchObject({ state: 'succeeded', error: null })
  expect(await app.run(runId)).toMatchObject({ state: 'complete', costNanoUsd: job.spentNanoUsd })
  const cells = await app.cells(runId)
  expect(cells.map((cell) => [cell?.score, cell?.assertions[0]?.scorer])).toEqual(cells.map(() => [1, 'llm-rubric']))
})
