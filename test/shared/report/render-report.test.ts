import { describe, expect, it } from 'vitest'
import { escapeHtml } from '../../../shared/report/escape-html.ts'
import { maxReportedCharacters, type ReportInput, renderReport } from '../../../shared/report/render-report.ts'
import { reportStyle } from '../../../shared/report/report-style.ts'

const long = 'x'.repeat(maxReportedCharacters + 1)
const input = {
  run: {
    id: 'r1',
    name: 'A run',
    evalSetName: 'Reviews',
    evalSetHash: 'abc',
    caseCount: 1,
    doneCount: 1,
    cellCount: 1,
    errorCount: 0,
    costNanoUsd: 0,
    hasUnpriced: false,
    state: 'complete',
    createdAt: '2026-11-21T10:00:00.000Z',
    otherModels: [],
    spec: { mode: 'live', mayStopEarly: false },
    priceSnapshot: { 'lab/one': { discountRatio: 0.1 } },
  },
  columns: [],
  verdicts: [],
  rows: [{ evalCase: { position: 1, variables: { text: long }, expected: null, tags: [] }, cells: [] }],
  totalRows: 1,
  rowsAre: 'that failed',
  chart: { light: '', dark: '' },
  chartNote: '',
  services: [
    { service: 'flex', cells: 38 },
    { service: 'standard', cells: 2 },
  ],
  createdAt: '2026-11-21T10:00:00.000Z',
  appVersion: '0.1.0',
} as unknown as ReportInput // only the fields that the report reads

describe('a report', () => {
  it('cuts a long value and says so', () => {
    const html = renderReport(input)
    expect(html).not.toContain(long)
    expect(html).toContain('… <small>cut after 4,000 characters</small>')
  })

  it('says how the answers were bought, and what was taken off the price', () => {
    expect(renderReport(input)).toContain(
      'Answers bought by: flex (38), standard (2). Discounts in the cost: lab/one 10 % off the list price.',
    )
  })

  it('names marks that turn the direction of a text instead of obeying them', () => {
    expect(escapeHtml('gnp\u202Eexe \u2066x <b>')).toBe('gnp[U+202E]exe [U+2066]x &lt;b&gt;')
  })

  it('prints in light colours whatever the screen uses', () => {
    expect(reportStyle).toContain('@media screen and (prefers-color-scheme: dark)')
    expect(reportStyle).toContain('@media print, not (prefers-color-scheme: dark) { .dark { display: none } }')
  })
})
