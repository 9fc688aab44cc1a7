import { describe, expect, it } from 'vitest'
import { type RunFigures, runAlerts } from '../../../../shared/savings/spend/run-alerts.ts'
import { type AlertInput, spendAlerts } from '../../../../shared/savings/spend/spend-alerts.ts'
import type { SpendCell } from '../../../../shared/savings/spend/spend-breakdown.ts'

const DAY_MS = 86_400_000
const BEGIN = Date.UTC(2026, 9, 5)
const PRICES = { input: 1, output: 5, cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2 }
const PRICE = { prices: PRICES, tiers: [], batchFactor: null, source: 'test', readOn: '2026-11-21' }

/** A day of a model: $1 of input at the list price for each dollar, unless `factor` bills it otherwise. */
function day(index: number, usd: number, model = 'a', factor = 1): SpendCell {
  return {
    startMs: BEGIN + index * DAY_MS,
    model,
    rows: 100,
    calls: 100,
    nanoUsd: Math.round(usd * factor * 1e9),
    unpricedRows: 0,
    estimatedRows: 0,
    errorRows: 0,
    tokens: {
      inputTokens: usd * 1_000_000,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 0,
      reasoningTokens: 0,
    },
  }
}

function alertsOf(cells: readonly SpendCell[], limits: AlertInput['limits'] = []) {
  return spendAlerts({ cells, limits, priceOf: () => PRICE }).map(({ kind, sentence }) => [kind, sentence])
}

const QUIET = Array.from({ length: 28 }, (_, index) => day(index, 10 + (index % 3)))

describe('spendAlerts', () => {
  it('finds nothing in days that are like the days before', () => {
    expect(alertsOf(QUIET)).toEqual([])
    expect(alertsOf([])).toEqual([])
  })

  it('tells the last period above a limit, and how many were', () => {
    const limit = { period: 'week', tag: null, limitNanoUsd: 76e9 } as const
    expect(alertsOf(QUIET, [{ limit, cells: QUIET }])).toEqual([
      [
        'limit',
        'In the week of 2026-10-19 the logs came to $78.0, above the limit of $76.0. 2 of 4 weeks are above it.',
      ],
    ])
    expect(alertsOf(QUIET, [{ limit: { ...limit, limitNanoUsd: 78e9 }, cells: QUIET }])).toEqual([])
  })

  it('tells a day that jumps, by robust z, but no day of long ago', () => {
    expect(alertsOf([...QUIET.slice(0, -1), day(27, 40)])).toEqual([
      ['jump', 'On 2026-11-01 the logs came to $40.0, 3.6 times the median of the 27 days before (robust z 19.6).'],
    ])
    expect(alertsOf(QUIET.map((cell, index) => (index === 10 ? day(10, 40) : cell)))).toEqual([])
  })

  it('tells a new model once there were days without it', () => {
    expect(alertsOf([...QUIET, day(26, 0.5, 'b')])).toEqual([
      ['new-model', 'The model "b" is new since 2026-10-31: $0.500 until the end of the logs.'],
    ])
    expect(alertsOf([day(0, 1), day(1, 1, 'b')])).toEqual([])
  })

  it('tells a changed price once two days bill the same tokens otherwise', () => {
    const changed = (days: number) => QUIET.map((cell, index) => (index >= 28 - days ? day(index, 11, 'a', 1.2) : cell))
    expect(alertsOf(changed(1))).toEqual([])
    expect(alertsOf(changed(2))).toEqual([
      ['price-change', 'The model "a" is billed 20 % higher for the same tokens since 2026-10-31: check its price.'],
    ])
  })
})

describe('runAlerts', () => {
  const run = (index: number, part: Partial<RunFigures> = {}): RunFigures => ({
    runName: `Run ${index}`,
    atMs: BEGIN + index,
    key: 'p m',
    label: '"Review" on m',
    model: 'm',
    answers: 40,
    cut: 0,
    callNanoUsd: 1000 + 50 * (index % 3),
    promptTokens: 200,
    outputTokens: 100 + (index % 3),
    ...part,
  })
  const before = [run(1), run(2), run(3)]
  const told = (runs: readonly RunFigures[]) => runAlerts(runs).map(({ kind, sentence }) => [kind, sentence])

  it('tells the newest run whose calls cost far more than those before, by prompt and model', () => {
    expect(told([run(4, { callNanoUsd: 2100 }), ...before])).toEqual([
      [
        'run-cost',
        'In the run "Run 4" a call of "Review" on m costs $0.00000210, 2.0 times the median of the 3 runs before.',
      ],
    ])
    expect(told([...before, run(4, { callNanoUsd: 1200 }), run(5, { callNanoUsd: 9000, key: 'other' })])).toEqual([])
  })

  it('tells a run whose calls take more tokens, also where nothing is priced', () => {
    const unpriced = before.map((each) => ({ ...each, callNanoUsd: null }))
    expect(told([...unpriced, run(4, { callNanoUsd: null, promptTokens: 400, outputTokens: 303 })])).toEqual([
      [
        'run-tokens',
        'In the run "Run 4" a call of "Review" on m takes 400 prompt tokens, 2.0 times the median of the 3 runs before, and 303 output tokens, 3.0 times the median of the 3 runs before.',
      ],
    ])
    expect(told([...unpriced.slice(1), run(4, { outputTokens: 303 })])).toEqual([])
  })

  it('tells a run that cuts 5 % of its answers or more, and more than the one before', () => {
    const cut = (index: number, count: number) => run(index, { cut: count })
    expect(told([cut(1, 9), cut(2, 1), cut(3, 2)])).toEqual([
      [
        'run-cut',
        'In the run "Run 3" 5.0 % of 40 answers of "Review" on m were cut at the output limit, 2.5 % in the run before: raise the limit.',
      ],
    ])
    expect(told([cut(1, 0), cut(2, 1)])).toEqual([])
    expect(told([cut(1, 4), cut(2, 4)])).toEqual([])
    expect(told([cut(1, 4)])).toEqual([])
  })
})
