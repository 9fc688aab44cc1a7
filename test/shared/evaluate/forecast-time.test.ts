import { expect, test } from 'vitest'
import { forecastTime, type ModelWork, type ProviderPace } from '../../../shared/evaluate/forecast-time.ts'

const noLimit = { requestsPerMinute: null, tokensPerMinute: null }

function work(changes: Partial<ModelWork> = {}): ModelWork {
  return {
    providerId: 'lab',
    isSimulation: false,
    calls: 100,
    inputTokens: 10_000,
    outputTokensLow: 1000,
    outputTokensHigh: 1000,
    // 200 ms to the first token, then 10 ms each.
    history: Array.from({ length: 40 }, (_, index) => ({ latencyMs: 200 + 10 * index, outputTokens: index })),
    ...noLimit,
    ...changes,
  }
}

function forecast(
  models: readonly ModelWork[],
  pace: Partial<ProviderPace> = {},
  mode: 'live' | 'flex' | 'batch' = 'live',
) {
  return forecastTime(models, new Map([['lab', { maxConcurrency: 10, ...noLimit, ...pace }]]), mode)
}

test('takes the time of earlier calls by their length, so many at once, and one more for the last', () => {
  const { lowMs, highMs, basis, boundBy } = forecast([work()])
  expect({ basis, boundBy }).toEqual({ basis: 'history', boundBy: 'calls-at-once' })
  expect(lowMs).toBeCloseTo((100 / 10) * 300, 3)
  expect(highMs).toBeCloseTo((100 / 10) * 300 + 300, 3)
})

test('is a range where the length of the answers is one', () => {
  const { lowMs, highMs } = forecast([work({ outputTokensLow: 0, outputTokensHigh: 3000 })])
  expect(lowMs).toBeCloseTo(2000, 3)
  expect(highMs).toBeCloseTo(5000 + 500, 3)
})

test('models of one provider share its calls at once; providers work side by side', () => {
  const one = forecast([work()]).lowMs
  expect(forecast([work(), work()]).lowMs).toBeCloseTo(2 * one, 3)
  const paces = new Map(['lab', 'other'].map((id) => [id, { maxConcurrency: 10, ...noLimit }]))
  expect(forecastTime([work(), work({ providerId: 'other' })], paces, 'live').lowMs).toBeCloseTo(one, 3)
})

test('is bound by requests and tokens per minute, of the provider or of a model', () => {
  expect(forecast([work({ calls: 101 })], { requestsPerMinute: 10 })).toMatchObject({
    lowMs: 600_000,
    boundBy: 'requests-per-minute',
  })
  expect(forecast([work({ requestsPerMinute: 99 })])).toMatchObject({ lowMs: 60_000, boundBy: 'requests-per-minute' })
  expect(forecast([work(), work()], { tokensPerMinute: 11_000 })).toMatchObject({
    lowMs: 120_000,
    boundBy: 'tokens-per-minute',
  })
})

test('says that it assumes, and guesses wide, where earlier calls are too few', () => {
  const { lowMs, highMs, basis } = forecast([work({ history: work().history.slice(0, 19) })])
  expect(basis).toBe('assumed')
  expect(highMs / lowMs).toBeGreaterThan(5)
  expect(forecast([work({ history: [] })], {}, 'flex').highMs).toBeGreaterThan(highMs)
  expect(forecast([work({ history: [], isSimulation: true })]).highMs).toBeLessThan(1000)
})

test('a batch takes what batches take, and nothing to send takes no time', () => {
  expect(forecast([work()], {}, 'batch')).toEqual({
    lowMs: 420_000,
    highMs: 86_400_000,
    basis: 'batch',
    boundBy: 'batch',
  })
  expect(forecast([work({ calls: 0 })])).toMatchObject({ lowMs: 0, highMs: 0 })
})
