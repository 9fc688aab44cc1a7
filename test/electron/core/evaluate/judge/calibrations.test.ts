import { expect, test, vi } from 'vitest'
import { previewRun } from '../../../../../electron/core/evaluate/forecast/preview-run.ts'
import { Calibrations } from '../../../../../electron/core/evaluate/judge/calibrations.ts'
import { ModelId } from '../../../../../shared/domain/ids.ts'
import { loadEncoder } from '../../../../../shared/tokens/encodings.ts'
import { Estimator } from '../../../../../shared/tokens/estimator.ts'
import { reply, usageOf } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'
import { testModel } from '../../../../support/test-model.ts'

const KIND = 'openai-compatible'
const MODEL = ModelId.parse('lab/mistral-large')
const RATIO = 1.3

async function learnedBench(count: number) {
  const encoder = await loadEncoder('o200k_base')
  const cases = Array.from({ length: count }, (_, index) => ({
    variables: {
      text: `Parcel ${index} is late; ${'the courier lost it again and nobody answered. '.repeat(1 + (index % 17))}`,
    },
  }))
  return openEngineBench({
    cases,
    models: [testModel({ id: MODEL })],
    answer: ({ messages }) =>
      reply('ok', { usage: usageOf(Math.round(RATIO * encoder.count(messages[0]?.content ?? '')) + 9, 3) }),
  })
}

test('learns from the stored usage of a run what its model takes per token, from prompts rendered again', async () => {
  const bench = await learnedBench(40)
  expect(await bench.core.calibrations.of(MODEL, KIND)).toBeNull()
  await bench.run()
  const state = await bench.core.calibrations.of(MODEL, KIND)
  expect(state?.calls).toBe(40)
  if (!state) return
  const encoder = await loadEncoder('o200k_base')
  const text = 'The refund was refused although the parcel never came, and nobody answered the letter about it.'
  const { tokens, bandRatio } = new Estimator(state).estimate(encoder.features(text))
  expect(Math.abs(tokens - (RATIO * encoder.count(text) + 9))).toBeLessThanOrEqual(3)
  expect(bandRatio).toBeLessThan(0.12)
})

test('reads nothing again while nothing changed, then only what is new', async () => {
  const bench = await learnedBench(30)
  await bench.run({ caseLimit: 10 })
  const usageOf = vi.spyOn(bench.store.usage, 'usageOf')
  const first = await bench.core.calibrations.of(MODEL, KIND)
  const reads = usageOf.mock.calls.length
  expect(await bench.core.calibrations.of(MODEL, KIND)).toBe(first)
  expect(usageOf.mock.calls).toHaveLength(reads)
  await bench.run()
  expect((await bench.core.calibrations.of(MODEL, KIND))?.calls).toBe(30)
})

test('reads at most some hundred cells of a large run', async () => {
  const bench = await learnedBench(400)
  await bench.run()
  const usageOf = vi.spyOn(bench.store.usage, 'usageOf')
  const state = await bench.core.calibrations.of(MODEL, KIND)
  expect(state?.calls).toBe(60)
  expect(usageOf.mock.calls.length).toBeLessThanOrEqual(60)
})

test('learns nothing for a model that is counted exactly, nor from counts that are our own', async () => {
  const bench = await learnedBench(5)
  bench.answerBy(() => reply('ok', { usage: null }))
  await bench.run()
  const calibrations = new Calibrations({ store: bench.store, encoders: bench.core.engine.encoders })
  expect(await calibrations.of(MODEL, KIND)).toBeNull()
  expect(await calibrations.of(ModelId.parse('openai/gpt-4o'), 'openai')).toBeNull()
})

test('the preview counts with what was learned, and tells the band', async () => {
  const bench = await learnedBench(60)
  const preview = () => previewRun(bench.core, bench.spec({ mayUseCache: false }), new AbortController().signal)
  const [before] = (await preview()).perModel
  await bench.run()
  const [after] = (await preview()).perModel
  const billed = bench.asked.length
  expect(billed).toBe(60)
  expect(before?.inputBandRatio).toBeGreaterThanOrEqual(0.12)
  expect(after?.inputBandRatio).toBeLessThan(0.1)
  const encoder = await loadEncoder('o200k_base')
  const truth = bench.asked.reduce(
    (sum, { messages }) => sum + Math.round(RATIO * encoder.count(messages[0]?.content ?? '')) + 9,
    0,
  )
  expect(Math.abs((after?.inputTokens ?? 0) / truth - 1)).toBeLessThan(0.03)
})
