import { expect, onTestFinished, test } from 'vitest'
import { ProviderError } from '../../../../electron/core/providers/provider-error.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { createEngineBench, reply, turn } from '../../../support/engine-bench.ts'
import { openTempStore } from '../../../support/temp-store.ts'
import { testModel } from '../../../support/test-model.ts'

const CASES = 20

test('a model that must wait for its rate leaves the places of their provider to the other model', async () => {
  const { store, clock } = await openTempStore()
  const models = ['slow', 'quick'].map((name) => testModel({ id: ModelId.parse(`test/${name}`) }))
  /** Ends every wait that is under way, with the time that it was for. */
  let waiting: (() => void)[] = []
  let isReleased = false
  const asked: string[] = []
  let refusals = 0
  const bench = createEngineBench(
    store,
    {
      cases: Array.from({ length: CASES }, (_, index) => ({ variables: { text: `text ${index}` } })),
      models,
      concurrency: 2,
      answer({ modelName }) {
        if (modelName === 'slow' && refusals++ === 0) {
          const failure = { billing: 'rejected', isRetryable: true, retryAfterMs: 60_000, status: 429 } as const
          throw new ProviderError('provider-limit', 'Too many requests.', failure)
        }
        asked.push(modelName)
        return reply('ok')
      },
      sleep: async (ms) => {
        if (!isReleased) await new Promise<void>((resolve) => waiting.push(resolve))
        clock.advance(ms)
      },
    },
    { now: clock.now },
  )
  onTestFinished(() => bench.core.jobs.close())
  const ended = bench.run()
  while (asked.filter((name) => name === 'quick').length < CASES) await turn()
  // One call may be under way when the first is refused.
  expect(asked.filter((name) => name === 'slow').length).toBeLessThanOrEqual(1)
  isReleased = true
  for (const resolve of waiting) resolve()
  waiting = []
  const { run, job } = await ended
  expect(run).toMatchObject({ state: 'complete', doneCount: 2 * CASES, errorCount: 0 })
  expect(job).toMatchObject({ state: 'succeeded', error: null })
})
