import { expect, it } from 'vitest'
import type { SavingsReport, Waterfall } from '../../../shared/domain/savings.ts'
import { SpendBreakdown } from '../../../shared/domain/spend-breakdown.ts'
import { moneyFormatOf } from '../../../shared/report/money-report.ts'
import { renderSavings } from '../../../shared/report/render-savings.ts'
import { renderSpend } from '../../../shared/report/render-spend.ts'

const origin = { createdAt: '2026-11-22T05:00:00.000Z', appVersion: '0.1.0' }
const tokens = {
  inputTokens: 10,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 1,
  reasoningTokens: 0,
}
const sums = { rows: 4, calls: 4, nanoUsd: 2_000_000_000, unpricedRows: 1, estimatedRows: 0, errorRows: 0, tokens }
const spend = SpendBreakdown.parse({
  total: sums,
  firstAtMs: Date.UTC(2026, 10, 1),
  lastAtMs: Date.UTC(2026, 10, 5),
  undatedRows: 0,
  byModel: [
    { ...sums, rows: 3, unpricedRows: 0, key: 'lab/one' },
    { ...sums, rows: 1, nanoUsd: 0, key: '=cmd|calc' },
  ],
  byTag: [{ name: 'user', groups: [{ ...sums, key: '<b>@all' }], distinct: 3, others: sums }],
  byClass: [{ class: 'input', tokens: 40, nanoUsd: 500_000_000 }],
  unsplitNanoUsd: 0,
  unit: 'day',
  overTime: [{ startMs: Date.UTC(2026, 10, 1), rows: 4, nanoUsd: 2_000_000_000, byModel: [2_000_000_000, 0] }],
  cost: null,
  promptTokens: null,
  outputTokens: null,
  outliers: [],
  worstCase: [],
  isSimulation: false,
})
const waste = { id: 'repeated-context', label: 'Repeated context', nanoUsd: 1_000_000_000, note: 'Half.' } as const
const given = {
  title: 'Usage logs',
  spend,
  filter: { model: null, tag: { name: 'team', value: 'mail' }, fromMs: null, toMs: null },
  alerts: [],
  buckets: { runName: 'Tickets', label: 'B on m', monthNanoUsd: 4_000_000_000, buckets: [waste] },
  segments: null,
  ...origin,
}

it('writes spend as CSV in one set of columns, unpriced as empty and no cell as a formula', () => {
  const lines = renderSpend('csv', given).split('\r\n')
  expect(lines[0]).toBe('\uFEFFsection,name,money,usd,usd_low,usd_high,share,counted,count,note')
  expect(lines).toContain('"Usage logs, by model",lab/one,Spend,2,,,1,Rows,3,')
  expect(lines).toContain('"Usage logs, by model",\'=cmd|calc,Spend,,,,,Rows,1,')
  expect(lines).toContain('"Usage logs, by day (UTC)",2026-11-01,Spend,2,,,1,Rows,4,')
  expect(lines).toContain('Usage logs,,,,,,,,,Only calls with team: mail.')
  expect(lines).toContain('Usage logs,,,,,,,,,1 of 4 rows are unpriced: the sums do not hold them.')
  expect(lines.every((line) => line === '' || line.replaceAll(/"[^"]*"/g, '').split(',').length === 10)).toBe(true)
})

it('writes spend as Markdown in which a name stays a name', () => {
  const text = renderSpend('md', given)
  expect(text).toContain('| lab/one | \\$2.00 | 100.0 % | 3 |')
  expect(text).toContain('| =cmd\\|calc | unpriced |  | 1 |')
  expect(text).toContain('| &lt;b&gt;@\u200Ball |')
  expect(text).toContain('| 2 more | \\$2.00 |')
  expect(text).toMatch(/Written by Pithy 0\.1\.0 on 2026-11-22 05:00 UTC\.\n$/)
  expect(text).toContain('## Paid without need')
  expect(text).not.toContain('## Alerts')
})

it('writes savings with what each lever saves, what all do together, and what is missing', () => {
  const card = (id: string, finding: object) => ({ id, label: id, effort: 'day', family: null, isTaken: true, finding })
  const report = {
    run: { name: 'Nightly' },
    columns: [
      {
        column: { variantId: 'a', modelId: 'lab/one' },
        label: 'A on one',
        score: 0.9,
        callNanoUsd: 1_000_000,
        monthNanoUsd: 9_000_000_000,
        isSimulation: true,
        pricedAs: null,
        isEstimated: true,
      },
    ],
    baseline: { variantId: 'a', modelId: 'lab/one' },
    cases: 5,
    totalCases: 5,
    callsPerDay: 300,
    arrivalsText: '',
    embedding: { modelId: null, text: 'By spelling.' },
    todayNanoUsd: 9_000_000_000,
    levers: [
      card('batch', {
        kind: 'estimate',
        choice: 'Half later',
        savedNanoUsd: 3_000_000_000,
        savedInterval: { low: 2_000_000_000, high: 4_000_000_000 },
        quality: { kind: 'unchanged', sentence: 'Same answers.' },
        method: 'Half price.',
        notes: [],
        evidence: { runIds: [], cases: 5 },
      }),
      card('router', { kind: 'no-data', missing: 'One model.', remedy: 'Run two.', actions: [] }),
    ],
    advice: [{ leverId: 'batch', sentence: 'Do it.' }],
  } as unknown as SavingsReport // only what the report reads
  const waterfall: Waterfall = {
    todayNanoUsd: 9_000_000_000,
    restNanoUsd: 6_000_000_000,
    steps: [{ leverId: 'batch', label: 'batch', savedNanoUsd: 3_000_000_000, afterNanoUsd: 6_000_000_000 }],
    order: 'best',
    isSampled: false,
    inferredRatio: 0,
    quality: { kind: 'unchanged', sentence: 'Same answers.' },
    leftOut: [],
  }
  const segments = {
    runName: 'Nightly',
    label: 'A on one',
    callNanoUsd: 1_000_000,
    segments: [{ kind: 'text', label: 'Task', tokens: 80, nanoUsd: 250_000 }],
  }
  const bucket = { id: 'bloated-output' as const, label: 'Long answers', nanoUsd: null, note: 'Run two.' }
  const buckets = { runName: 'Nightly', label: 'A on one', monthNanoUsd: 9_000_000_000, buckets: [bucket] }
  const more = { logs: spend, runs: null, segments, buckets, alerts: [], tag: null }
  const text = renderSavings('md', { report, waterfall, spend: more, ...origin })
  expect(text).toContain('| Long answers | Unknown. Run two. |')
  expect(text).toContain('| Task | \\$0.000250 | 25.0 % | 80 |')
  expect(text).toContain('- A simulation: example prices, which say nothing about a real model.')
  expect(text).toContain('A on one | \\$9.00 | in production today, \\$0.00100 a call, score 90.0 %, tokens counted')
  expect(text).toContain(
    '| batch: Half later | \\$3.00 | \\$2.00 to \\$4.00 | 33.3 % | 5 | Same answers. Half price. |',
  )
  expect(text).toContain('| All of them | \\$3.00 | 33.3 % | from \\$9.00 to \\$6.00 |')
  expect(text).toContain('| router | One model. Run two. |')
  expect(text).toContain('## Usage logs, by model')
  const lines = renderSavings('csv', { report, waterfall, spend: null, ...origin }).split('\r\n')
  expect(lines).toContain(
    '"Levers, each by itself",batch: Half later,Saved per month,3,2,4,0.3333333333333333,Cases,5,Same answers. Half price.',
  )
})

it.each([
  ['a.md', 'md'],
  ['B.CSV', 'csv'],
  ['a.html', null],
  ['csv', null],
])('tells the format of %s', (name, format) => expect(moneyFormatOf(name)).toBe(format))
