import { formatUsd } from '../cost/format-usd.ts'
import type { ColumnSummary } from '../domain/results.ts'
import { momentUtc } from './moment-utc.ts'
import { provenance, type ReportInput } from './render-report.ts'

const SHOWN_CHARACTERS = 300

/** The report as Markdown, for pull requests and wikis: verdicts, totals, and the cases that matter. */
export function renderMarkdown(input: Omit<ReportInput, 'chart' | 'chartNote' | 'services'>): string {
  const { run, columns, verdicts, rows, totalRows, rowsAre } = input
  const parts = [
    `# ${escapeMarkdown(run.name)}`,
    `${escapeMarkdown(run.evalSetName)}: ${totalRows} cases, ${run.doneCount} of ${run.cellCount} cells, ${formatUsd(run.costNanoUsd)}${run.hasUnpriced ? ' and unpriced calls' : ''}, ${momentUtc(run.createdAt)}.`,
    ...(columns.some(({ isSimulation }) => isSimulation)
      ? ['> Sandbox models are a simulation: their numbers say nothing about a real model.']
      : []),
    ...(verdicts.length === 0
      ? []
      : ['## Verdicts', verdicts.map(({ sentence }) => `- ${escapeMarkdown(sentence)}`).join('\n')]),
    '## Variants on models',
    markdownTable([
      ['Variant', 'Model', 'Passed', '95 %', 'n', 'Mean score', '$ per 1,000', 'p50 ms', 'p95 ms', 'Errors', 'Front'],
      ...columns.map(columnFields),
    ]),
  ]
  if (rows.length > 0) {
    parts.push(
      `## Cases ${rowsAre}`,
      `${rows.length} of ${totalRows}.`,
      markdownTable([
        ['Case', 'Expected', ...run.columns.map(({ variantLabel, modelId }) => `${variantLabel} on ${modelId}`)],
        ...rows.map(({ evalCase, cells }) => [
          String(evalCase.position),
          evalCase.expected ?? '',
          ...run.columns.map((_, index) => {
            const cell = cells[index]?.[0]
            if (!cell) return ''
            const sign = cell.error ? 'error' : cell.hasPassed === null ? '' : cell.hasPassed ? '✓' : '✗'
            return `${sign} ${cell.error?.message ?? cell.output}`.trim()
          }),
        ]),
      ]),
    )
  }
  parts.push('---', escapeMarkdown(provenance(input)))
  return `${parts.join('\n\n')}\n`
}

function columnFields(column: ColumnSummary): string[] {
  const percent = (rate: number | null) => (rate === null ? '–' : `${(rate * 100).toFixed(1)} %`)
  const { passRateInterval, costPer1000NanoUsd, meanScore, isOnFront } = column
  return [
    column.variantLabel,
    column.modelId,
    percent(column.passRate),
    passRateInterval
      ? `${(passRateInterval.low * 100).toFixed(1)} to ${(passRateInterval.high * 100).toFixed(1)}`
      : '–',
    String(column.scored),
    meanScore === null ? '–' : meanScore.toFixed(3),
    costPer1000NanoUsd === null ? 'unpriced' : formatUsd(costPer1000NanoUsd),
    column.latencyP50Ms === null ? '–' : column.latencyP50Ms.toFixed(0),
    column.latencyP95Ms === null ? '–' : column.latencyP95Ms.toFixed(0),
    String(column.failed),
    isOnFront ? 'on it' : '',
  ]
}

/** Its first row is the head; fields are escaped, and cut after so many characters. */
export function markdownTable(rows: readonly (readonly string[])[], shownCharacters = SHOWN_CHARACTERS): string {
  const line = (fields: readonly string[]) =>
    `| ${fields.map((field) => tableField(field, shownCharacters)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `|${head.map(() => ' --- ').join('|')}|`, ...body.map(line)].join('\n')
}

function tableField(text: string, shownCharacters: number): string {
  const short = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text
  return escapeMarkdown(short).replaceAll(/\s*\n\s*/g, ' ⏎ ')
}

/** So that a text of a model stays text in every reader of Markdown: no markup, no link, no HTML, no control signs. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones, and those that turn the writing round
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_{}[\]()#!|~$]/g, '\\$&')
      .replaceAll(/(https?|ftp|mailto|javascript):/gi, '$1\u200B:')
      .replaceAll(/\b(www)\./gi, '$1\u200B.')
      .replaceAll('@', '@\u200B')
  )
}
