import { expect, test } from 'vitest'
import { callTarget } from '../../../../../electron/core/evaluate/calls/call-target.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'
import { testModel } from '../../../../support/test-model.ts'

test("takes the user's deadlines, and gives a reasoning model ten minutes for its first byte", async () => {
  const { core, store } = await openEngineBench({ cases: [] })
  const deadlines = { connectMs: 2000, firstByteMs: 3000, idleMs: 4000, totalMs: 5_000_000 }
  store.settings.save({ deadlines })
  expect(await callTarget(core, testModel())).toMatchObject({ deadlines })
  expect(await callTarget(core, testModel(), 'flex')).toMatchObject({
    service: 'flex',
    deadlines: { ...deadlines, firstByteMs: 900_000 },
  })
  const model = testModel()
  const thinking = { ...model, capabilities: { ...model.capabilities, efforts: ['none' as const, 'high' as const] } }
  expect(await callTarget(core, thinking)).toMatchObject({ deadlines: { ...deadlines, firstByteMs: 600_000 } })
})

test('takes the limits that the user set for the model, and those of its provider', async () => {
  const { core, store } = await openEngineBench({ cases: [] })
  const limits = { requestsPerMinute: 30, tokensPerMinute: null }
  store.settings.save({ modelRateLimits: { [testModel().id]: limits } })
  expect(await callTarget(core, testModel())).toMatchObject({
    rateCaps: { requests: null, tokens: null },
    modelRateCaps: { requests: 30, tokens: null },
  })
})
