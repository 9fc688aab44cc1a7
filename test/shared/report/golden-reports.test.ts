import path from 'node:path'
import { expect, it } from 'vitest'
import { csvLine } from '../../../shared/report/render-csv.ts'
import {
  junitCases,
  junitEnd,
  junitStart,
  junitSuiteEnd,
  junitSuiteStart,
} from '../../../shared/report/render-junit.ts'
import { renderMarkdown } from '../../../shared/report/render-markdown.ts'
import { type ReportInput, renderReport } from '../../../shared/report/render-report.ts'
import { sheetEnd, sheetRow, sheetStart } from '../../../shared/report/render-sheet.ts'
import { recordNames, recordsOf } from '../../../shared/report/result-records.ts'

const usage = {
  ...{ inputTokens: 40, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 4 },
  ...{ reasoningTokens: null, isEstimated: false },
}
const judged = (score: number, metric?: string) => ({
  ...{ scorer: 'equals', isNegated: false, score, hasPassed: score === 1, reason: 'Compared.', weight: 1 },
  ...(metric ? { metric } : {}),
})
const cell = (variantId: string, output: string, score: number) => ({
  ...{ variantId, modelId: 'openai/gpt-5.4-mini', caseId: 'case-1', repeat: 0, state: 'answered', output },
  ...{ finishReason: 'stop', usage, costNanoUsd: 123_456, latencyMs: 420, firstTokenMs: 90, isCached: false },
  ...{ answeredBy: null, service: 'standard', attempts: 1, score, hasPassed: score === 1 },
  ...{ assertions: [judged(score, 'label')], error: null, mayHaveBeenBilled: false },
  mark: { thumb: false, score: 0.5, comment: '=1+1 "quoted"', label: 'wrong', isHighlighted: true },
})
const column = (variantId: string, variantLabel: string, passed: number) => ({
  ...{ variantId, modelId: 'openai/gpt-5.4-mini', promptId: 'prompt', promptName: 'Queue', variantLabel },
  ...{ variantName: '<b>Short</b>', cells: 2, answered: 2, failed: 0, cached: 0, cut: 0, scored: 2, passed },
  ...{ passRate: passed / 2, passRateInterval: { low: 0.1, high: 0.9 }, passAllRate: passed / 2, flakyCases: 0 },
  ...{ meanScore: passed / 2, meanScoreInterval: { low: 0.1, high: 0.9 }, costPer1000NanoUsd: 123_456_000 },
  ...{ costPer1000Interval: { low: 120_000_000, high: 130_000_000 }, meanPromptTokens: 40, meanOutputTokens: 4 },
  ...{ latencyP50Ms: 420, latencyP95Ms: 500, isOnFront: passed === 2, isSimulation: false },
})
const places = [column('variant-a', 'A', 1), column('variant-b', 'B', 2)]
const input = {
  run: {
    ...{ id: 'run-1', projectId: 'project', name: 'Report & <run>', columns: places, evalSetName: 'Tickets' },
    ...{ evalSetHash: 'abc123', caseCount: 2, cellCount: 4, doneCount: 4, errorCount: 0, costNanoUsd: 493_824 },
    ...{ hasUnpriced: false, state: 'complete', createdAt: '2026-11-21T10:00:00.000Z', otherModels: [] },
    ...{ spec: { mode: 'live', mayStopEarly: false, repeats: 1 }, priceSnapshot: {}, archivedAt: null },
    ...{ finishedAt: '2026-11-21T10:01:00.000Z' },
  },
  columns: places,
  verdicts: [],
  rows: [
    {
      evalCase: {
        ...{ id: 'case-1', position: 1, variables: { ticket: 'Where is my <parcel>?' }, expected: 'delivery' },
        ...{ tags: ['late', '=tag'], weight: 1 },
      },
      cells: [[cell('variant-a', '=HYPERLINK("x")\r\n**bold** [a](b)', 0)], [cell('variant-b', 'delivery', 1)]],
    },
  ],
  totalRows: 2,
  rowsAre: 'in which the columns differ',
  chart: { light: '<svg></svg>', dark: '<svg></svg>' },
  chartNote: 'B is on the front.',
  services: [{ service: 'standard', cells: 4 }],
  createdAt: '2026-11-21T10:02:00.000Z',
  appVersion: '0.1.0',
} as unknown as ReportInput // branded ids apart, as the contract has it

const { run, rows } = input
const names = ['ticket']
const records = rows.flatMap((row) => recordsOf(run, row, names))
const reports = {
  'report.html': renderReport(input),
  'report.md': renderMarkdown(input),
  'cells.csv': [recordNames(names), ...records].map(csvLine).join(''),
  'sheet.xml': `${sheetStart}${sheetRow(recordNames(names), true)}${records.map((record) => sheetRow(record)).join('\n')}${sheetEnd}`,
  'junit.xml': `${junitStart(run, input.columns)}${input.columns
    .map(
      (one, at) =>
        `${junitSuiteStart(run, at, one)}${rows.map((row) => junitCases(run, row, at)).join('')}${junitSuiteEnd}`,
    )
    .join('')}${junitEnd}`,
}

it.each(Object.entries(reports))('writes %s as the file that was read', async (name, text) => {
  // Git may change how lines end: they are told apart by a sign.
  const file = path.join(import.meta.dirname, `../../fixtures/reports/${name}`)
  await expect(text.replaceAll('\r', '␍')).toMatchFileSnapshot(file)
})
