import { describe, expect, it } from 'vitest'
import { readRateLimits } from '../../../../../electron/core/providers/exchange/rate-limits.ts'
import {
  MAX_WAIT_MS,
  readWait,
  retryAfterMs,
  serverNow,
} from '../../../../../electron/core/providers/exchange/retry-after.ts'

const now = Date.parse('2026-11-21T12:00:00Z')

describe('retry-after', () => {
  it.each([
    ['0', 0],
    ['1', 1000],
    ['2.5', 2500],
    [' 7 ', 7000],
    ['+3', 3000],
    ['-5', 0],
    ['1e3', MAX_WAIT_MS],
    ['1e12', MAX_WAIT_MS],
    ['86400', MAX_WAIT_MS],
    ['900', MAX_WAIT_MS],
    ['901', MAX_WAIT_MS],
    ['99999999999999999999', MAX_WAIT_MS],
    ['20s', 20_000],
    ['1m30s', 90_000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:59:30 GMT', 0],
    ['Sun, 22 Nov 2026 12:00:00 GMT', MAX_WAIT_MS],
    ['2026-11-21T12:00:10Z', 10_000],
    ['Sat, 99 Nov 2026 99:00:30 GMT', null],
    ['soon', null],
    ['x 5', null],
    ['NaN', null],
    ['Infinity', null],
    ['0x10', null],
    ['', null],
    ['1,2', null],
    ['5 seconds', null],
  ])('reads %j as %s ms', (value, expected) => {
    expect(retryAfterMs(new Headers({ 'retry-after': value }), now)).toBe(expected)
  })

  it.each([
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after': '3', 'x-ratelimit-reset-requests': '60s' }, 3000],
    [{}, null],
  ])('prefers the finer header in %j', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected)
  })

  it.each([
    [{ 'x-ratelimit-reset-requests': '6m0s', 'x-ratelimit-remaining-requests': '0' }, 360_000],
    [{ 'x-ratelimit-reset-tokens': '1ms', 'x-ratelimit-remaining-tokens': '0' }, 1],
    [{ 'x-ratelimit-reset-requests': '60s', 'x-ratelimit-remaining-requests': '10' }, null],
    [
      {
        'x-ratelimit-reset-requests': '60s',
        'x-ratelimit-remaining-requests': '10',
        'x-ratelimit-reset-tokens': '2s',
        'x-ratelimit-remaining-tokens': '0',
      },
      2000,
    ],
    [{ 'x-ratelimit-reset': String(now + 5000) }, 5000],
    [{ 'x-ratelimit-reset': String(now / 1000 + 5) }, 5000],
    [{ 'x-ratelimit-reset': '5' }, 5000],
    [{ 'anthropic-ratelimit-tokens-reset': '2026-11-21T12:00:04Z', 'anthropic-ratelimit-tokens-remaining': '0' }, 4000],
    [{ 'anthropic-ratelimit-tokens-reset': 'garbage' }, null],
  ])('falls back to the limits that are used up: %j', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(expected)
  })

  it.each([
    ['1h2m3s', MAX_WAIT_MS],
    ['2m59.56s', 179_560],
    ['7.66s', 7660],
    ['20ms', 20],
    ['500us', 1],
    ['-1s', null],
    ['s', null],
  ])('reads the duration %j as %s ms', (value, expected) => {
    expect(readWait(value, now)).toBe(expected)
  })

  it('measures dates against the server’s clock, so that a wrong clock here does not matter', () => {
    const headers = new Headers({
      date: 'Sat, 21 Nov 2026 12:00:00 GMT',
      'retry-after': 'Sat, 21 Nov 2026 12:00:05 GMT',
    })
    expect(retryAfterMs(headers, serverNow(headers, 0))).toBe(5000)
    expect(serverNow(new Headers({ date: 'nonsense' }), 42)).toBe(42)
  })
})

describe('readRateLimits', () => {
  it('takes the scarcest of several token limits', () => {
    const headers = new Headers({
      'anthropic-ratelimit-requests-remaining': '4',
      'anthropic-ratelimit-input-tokens-remaining': '900',
      'anthropic-ratelimit-output-tokens-remaining': '300',
    })
    expect(readRateLimits(headers, now)).toEqual({ remainingRequests: 4, remainingTokens: 300, resetMs: null })
  })

  it('says nothing where the headers say nothing that can be read', () => {
    expect(readRateLimits(new Headers({ 'x-ratelimit-remaining-requests': 'many' }), now)).toBeNull()
  })
})
