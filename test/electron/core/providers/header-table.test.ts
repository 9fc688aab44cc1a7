import { describe, expect, it } from 'vitest'
import { readRateLimits } from '../../../../electron/core/providers/exchange/rate-limits.ts'
import { MAX_WAIT_MS, retryAfterMs, serverNow } from '../../../../electron/core/providers/exchange/retry-after.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const MAX = MAX_WAIT_MS
const SECONDS = NOW / 1000

type HeaderValues = Readonly<Record<string, string>>
type Row = readonly [headers: HeaderValues, expectedMs: number | null]

const after = (value: string, expected: number | null): Row => [{ 'retry-after': value }, expected]
const afterMs = (value: string, expected: number | null): Row => [{ 'retry-after-ms': value }, expected]
/** A reset time of a limit that is used up. */
const openai = (value: string, expected: number | null): Row => [
  { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': value },
  expected,
]
const anthropic = (value: string, expected: number | null): Row => [
  { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': value },
  expected,
]

const seconds: readonly Row[] = [
  after('0', 0),
  after('1', 1000),
  after('007', 7000),
  after('2.5', 2500),
  after('0.001', 1),
  after('0.0001', 1),
  after(' 7 ', 7000),
  after('+3', 3000),
  after('-0', 0),
  after('-1', 0),
  after('-86400', 0),
  after('899.9', 899_900),
  after('900', MAX),
  after('901', MAX),
  after('86400', MAX),
  after('2147483648', MAX),
  after('1e3', MAX),
  after('1e2', 100_000),
  after('1E+1', 10_000),
  after('1e12', MAX),
  after('1e400', MAX),
  after('99999999999999999999', MAX),
  after('20s', 20_000),
  after('1m30s', 90_000),
  after('500ms', 500),
  after('1h', MAX),
]

const garbage: readonly Row[] = [
  '',
  ' ',
  'soon',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  'undefined',
  'true',
  '0x10',
  '1,2',
  '1_000',
  '5 seconds',
  'x 5',
  '5;q=1',
  '1.2.3',
  '.',
  '-',
  '--5',
  '5-',
  '10s 5',
  's',
  'ms',
  '1d',
  '-1s',
  '1:30',
  '{"wait":5}',
  'Sat, 99 Nov 2026 99:00:30 GMT',
  '2026-13-41T00:00:00Z',
  '2026-11-21',
  '%35',
].map((value) => after(value, null))

const dates: readonly Row[] = [
  after('Sat, 21 Nov 2026 12:00:30 GMT', 30_000),
  after('Sat, 21 Nov 2026 12:00:00 GMT', 0),
  after('Sat, 21 Nov 2026 11:59:30 GMT', 0),
  after('Thu, 01 Jan 1970 00:00:00 GMT', 0),
  after('Sun, 22 Nov 2026 12:00:00 GMT', MAX),
  after('Fri, 31 Dec 9999 23:59:59 GMT', MAX),
  after('Saturday, 21-Nov-2026 12:00:10 GMT', 10_000),
  after('Sat Nov 21 12:00:10 2026 GMT', 10_000),
  after('Sat Nov 21 12:00:10 2026', 10_000),
  after('2026-11-21T12:00:10', 10_000),
  after('2026-11-21 12:00:10', 10_000),
  after('Sat, 21 Nov 2026 04:00:10 PST', 10_000),
  after('Sat, 21 Nov 2026 14:00:10 +0200', 10_000),
  after('2026-11-21T12:00:10Z', 10_000),
  after('2026-11-21T12:00:10.250Z', 10_250),
  after('2026-11-21T13:00:10+01:00', 10_000),
  after('2026-11-21T11:00:10Z', 0),
]

const milliseconds: readonly Row[] = [
  afterMs('0', 0),
  afterMs('250', 250),
  afterMs('0.4', 1),
  afterMs('1500.5', 1501),
  afterMs('-250', 0),
  afterMs('900000', MAX),
  afterMs('900001', MAX),
  afterMs('1e9', MAX),
  afterMs('soon', null),
  afterMs('', null),
  afterMs('250ms', null),
  [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
  [{ 'retry-after-ms': '0', 'retry-after': '9' }, 0],
  [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
  [{ 'retry-after-ms': 'NaN', 'retry-after': 'NaN' }, null],
  [{ 'retry-after': '3', 'x-ratelimit-reset-requests': '60s' }, 3000],
  [{ 'retry-after': 'soon', 'x-ratelimit-reset-requests': '60s' }, 60_000],
  [{ 'Retry-After': '4' }, 4000],
  [{}, null],
  [{ 'x-retry-after': '4' }, null],
]

const resets: readonly Row[] = [
  openai('1s', 1000),
  openai('6m0s', 360_000),
  openai('1ms', 1),
  openai('20ms', 20),
  openai('7.66s', 7660),
  openai('2m59.56s', 179_560),
  openai('1h2m3s', MAX),
  openai('500us', 1),
  openai('500µs', 1),
  openai('0s', 0),
  openai('0', 0),
  openai('5', 5000),
  openai('5.5', 5500),
  openai('-5', 0),
  openai(String(SECONDS + 5), 5000),
  openai(String(SECONDS - 5), 0),
  openai(String(NOW + 5000), 5000),
  openai(String(NOW - 5000), 0),
  openai('2026-11-21T12:00:05Z', 5000),
  openai('soon', null),
  openai('', null),
  openai('1d', null),
  anthropic('2026-11-21T12:00:04Z', 4000),
  anthropic('2026-11-21T12:00:04.5Z', 4500),
  anthropic('2026-11-21T11:00:04Z', 0),
  anthropic('2026-11-22T12:00:00Z', MAX),
  anthropic('2026-11-21T14:00:04+02:00', 4000),
  anthropic('12s', 12_000),
  anthropic('garbage', null),
  anthropic('', null),
  [{ 'x-ratelimit-reset': '5' }, 5000],
  [{ 'x-ratelimit-reset': String(NOW + 5000) }, 5000],
  [{ 'x-ratelimit-reset-requests': '60s', 'x-ratelimit-remaining-requests': '10' }, null],
  [{ 'x-ratelimit-reset-requests': '60s', 'x-ratelimit-remaining-requests': '-1' }, 60_000],
  [{ 'x-ratelimit-reset-requests': '60s', 'x-ratelimit-remaining-requests': 'many' }, 60_000],
  [{ 'x-ratelimit-reset-requests': '60s', 'x-ratelimit-remaining-requests': '' }, 60_000],
  [
    { 'x-ratelimit-reset-requests': '60s', 'x-ratelimit-reset-tokens': '2s', 'x-ratelimit-remaining-tokens': '0' },
    2000,
  ],
  [
    {
      'x-ratelimit-reset-requests': '60s',
      'x-ratelimit-remaining-requests': '10',
      'x-ratelimit-reset-tokens': '2s',
      'x-ratelimit-remaining-tokens': '0',
    },
    2000,
  ],
  [
    {
      'x-ratelimit-reset-requests': '60s',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-tokens': '2s',
      'x-ratelimit-remaining-tokens': '0',
    },
    60_000,
  ],
  [{ 'anthropic-ratelimit-tokens-reset': '2026-11-21T12:00:04Z', 'anthropic-ratelimit-tokens-remaining': '5' }, null],
  [{ 'x-ratelimit-reset-tokens-minute': '3s' }, 3000],
  [{ 'x-rate-limit-reset': '3s' }, null],
]

const all = [...seconds, ...garbage, ...dates, ...milliseconds, ...resets]

describe('the wait that headers ask for', () => {
  it('is checked for at least 120 values, and is never outside of 0 to 15 minutes', () => {
    expect(new Set(all.map((row) => JSON.stringify(row[0]))).size).toBe(all.length)
    expect(all.length).toBeGreaterThanOrEqual(120)
    for (const [headers] of all) {
      const wait = retryAfterMs(new Headers(headers), NOW)
      expect(wait === null || (Number.isInteger(wait) && wait >= 0 && wait <= MAX)).toBe(true)
    }
  })

  it.each(all)('%j: %s ms', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers), NOW)).toBe(expected)
  })

  it('does not depend on this machine’s clock or time zone where the server tells its own', () => {
    const headers = new Headers({
      date: 'Sat, 21 Nov 2026 12:00:00 GMT',
      'retry-after': 'Sat, 21 Nov 2026 12:00:05 GMT',
    })
    for (const now of [0, NOW - 8 * 3_600_000, NOW + 1e12]) {
      expect(retryAfterMs(headers, serverNow(headers, now))).toBe(5000)
    }
  })
})

describe('what is left of the limits', () => {
  const rows: readonly (readonly [HeaderValues, readonly [number | null, number | null] | null])[] = [
    [{ 'x-ratelimit-remaining-requests': '0' }, [0, null]],
    [{ 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-remaining-tokens': '149984' }, [59, 149_984]],
    [{ 'x-ratelimit-remaining-tokens': '12.7' }, [null, 12]],
    [{ 'x-ratelimit-remaining-tokens': '-3' }, [null, 0]],
    [{ 'x-ratelimit-remaining-tokens': 'many' }, null],
    [{ 'x-ratelimit-remaining-tokens': '' }, null],
    [{ 'x-ratelimit-remaining-requests': 'NaN', 'x-ratelimit-remaining-tokens': '4' }, [null, 4]],
    [{ 'x-ratelimit-remaining-requests': 'Infinity' }, null],
    [{ 'x-ratelimit-limit-requests': '60' }, null],
    [{ 'anthropic-ratelimit-requests-remaining': '4', 'anthropic-ratelimit-tokens-remaining': '900' }, [4, 900]],
    [
      { 'anthropic-ratelimit-input-tokens-remaining': '900', 'anthropic-ratelimit-output-tokens-remaining': '300' },
      [null, 300],
    ],
    [{}, null],
  ]

  it.each(rows)('%j: %j', (headers, expected) => {
    const limits = readRateLimits(new Headers(headers), NOW)
    expect(limits && [limits.remainingRequests, limits.remainingTokens]).toEqual(expected)
  })
})
