import { expect, test } from 'vitest'
import { batchSpec, openBatchBench } from '../../../../support/batch-bench.ts'

test.each(['openai', 'anthropic'] as const)('scale %s', { timeout: 300_000 }, async (vendor) => {
  const { app, server } = await openBatchBench()
  const spec = await batchSpec(app, vendor, { cases: ['x'] })
  const n = 20000
  const { evalSet } = await app.client.call('imports.cases', {
    text: 'text\n' + Array.from({ length: n }, (_, i) => `case number ${i}`).join('\n'),
    format: 'csv',
    delimiter: ',',
    projectId: spec.projectId,
    evalSetId: null,
    name: 'big',
    mapping: [{ column: 'text', use: 'variable', variableName: 'text' }],
  } as never)
  let lag = 0
  let last = performance.now()
  const timer = setInterval(() => {
    lag = Math.max(lag, performance.now() - last - 10)
    last = performance.now()
  }, 10)
  let at = performance.now()
  const { runId, jobId } = await app.client.call('runs.start', { ...spec, evalSetId: evalSet.id })
  await app.end(jobId)
  console.log(vendor, 'submit', Math.round(performance.now() - at), 'lag', Math.round(lag))
  lag = 0
  server.endAll()
  last = performance.now()
  lag = 0
  at = performance.now()
  await app.collect(runId)
  console.log('collect', Math.round(performance.now() - at), 'lag', Math.round(lag), process.memoryUsage().rss / 1e6)
  clearInterval(timer)
  expect(await app.run(runId)).toMatchObject({ state: 'complete', doneCount: n })
})
