import { expect, test } from 'vitest'
import { MAX_RETRY_DELAY_MS, retryDelayMs } from '../../../../../electron/core/evaluate/calls/retry-delay.ts'

test('backs off exponentially with full jitter up to a minute', () => {
  const delays = [1, 2, 3, 4, 20].map((attempts) => retryDelayMs({ attempts, retryAfterMs: null, random: 0.999 }))
  expect(delays.map(Math.round)).toEqual([500, 999, 1998, 3996, 59_940])
  expect(retryDelayMs({ attempts: 4, retryAfterMs: null, random: 0 })).toBe(0)
})

test.each([
  [0, 250],
  [-5, 250],
  [Number.NaN, 250],
  [10, 510],
  [1000, 1500],
  [60_000, 60_500],
  [86_400_000, MAX_RETRY_DELAY_MS],
  [1e15, MAX_RETRY_DELAY_MS],
  [Number.POSITIVE_INFINITY, MAX_RETRY_DELAY_MS],
])('makes a wish of %d ms a wait within 0 to 15 minutes', (retryAfterMs, expected) => {
  expect(retryDelayMs({ attempts: 1, retryAfterMs, random: 0.5 })).toBe(expected)
})
