import { expect, test } from 'vitest'
import { previewResume } from '../../../../../electron/core/evaluate/forecast/preview-resume.ts'
import { ProviderError } from '../../../../../electron/core/providers/provider-error.ts'
import { reply } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'

test('tells what is missing at the price of the answered cells, and what asking the held ones again may cost', async () => {
  const bench = await openEngineBench({
    cases: ['a', 'b', 'silent', 'bad'].map((text) => ({ variables: { text } })),
    answer({ messages }) {
      const text = messages[0]?.content
      const failure = { isRetryable: false, retryAfterMs: null, status: null }
      if (text === 'silent') throw new ProviderError('timeout', 'Nothing came.', { ...failure, billing: 'unknown' })
      if (text === 'bad') throw new ProviderError('provider-refused', 'No.', { ...failure, billing: 'rejected' })
      return reply('ok')
    },
  })
  const { run } = await bench.run()
  const { held, heldNanoUsd, ...rest } = previewResume(bench.store, bench.store.runs.get(run.id))
  // 10 tokens in and 2 out at $1 and $10 per million.
  expect(rest).toEqual({ missing: 1, unjudged: 0, neededNanoUsd: 30_000 })
  expect(held).toBe(1)
  // The worst case: all of the output limit of 100 tokens, and a prompt of a few.
  expect(heldNanoUsd).toBeGreaterThan(1_000_000)
  expect(heldNanoUsd).toBeLessThan(1_100_000)
})
