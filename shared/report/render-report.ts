import { columnName } from '../charts/frontier-points.ts'
import { formatUsd } from '../cost/format-usd.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { ColumnSummary, ResultRow } from '../domain/results.ts'
import type { Run } from '../domain/run.ts'
import type { ServiceTier } from '../domain/service-tier.ts'
import type { Verdict } from '../domain/verdict.ts'
import { describeOtherModel } from '../evaluate/describe-other-model.ts'
import { escapeHtml } from './escape-html.ts'
import { momentUtc } from './moment-utc.ts'
import { discountText } from './price-terms.ts'
import { reportStyle } from './report-style.ts'
import { verdictSection } from './verdict-section.ts'

export interface ReportInput {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  readonly verdicts: readonly Verdict[]
  /** The cases that are shown in full. */
  readonly rows: readonly ResultRow[]
  /** How many cases the run has. */
  readonly totalRows: number
  /** What the shown cases are: "in which the columns differ", "that failed". */
  readonly rowsAre: string
  /** As SVG; null = nothing to draw, and the note says why. */
  readonly chart: { readonly light: string; readonly dark: string } | null
  readonly chartNote: string
  /** How the answers were bought, most frequent first; answers of older builds are left out. */
  readonly services: readonly { readonly service: ServiceTier; readonly cells: number }[]
  readonly createdAt: string
  readonly appVersion: string
}

/** Longer values and outputs are cut; hand over at least one character more, so that the cut is told. */
export const maxReportedCharacters = 4000

/** One HTML file that asks nothing of the network: works from disk, in light and dark, and prints. */
export function renderReport(input: ReportInput): string {
  const { run, columns } = input
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(run.name)} · Pithy report</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>${escapeHtml(run.name)}</h1>
<p>${escapeHtml(headline(run))}</p>
${columns.some((column) => column.isSimulation) ? '<p class="note">Sandbox models are a simulation: their numbers say nothing about a real model.</p>' : ''}
</header>
${verdictSection(input.verdicts)}
<section>
<h2>Quality against cost</h2>
${chartFigure(input)}
</section>
<section>
<h2>Variants on models</h2>
${columnTable(columns)}
<p>${escapeHtml(terms(input))}</p>
</section>
${input.rows.length === 0 ? '' : caseSection(input)}
<footer>
<p>${escapeHtml(provenance(input))}</p>
</footer>
</body>
</html>
`
}

function chartFigure({ chart, chartNote }: ReportInput): string {
  const note = escapeHtml(chartNote)
  if (chart === null) return `<p>${note}</p>`
  return `<figure><div class="light">${chart.light}</div><div class="dark">${chart.dark}</div>
<figcaption>${note}</figcaption></figure>`
}

function headline(run: Run): string {
  const cost = `${formatUsd(run.costNanoUsd)}${run.hasUnpriced ? ' and unpriced calls' : ''}`
  const errors = run.errorCount === 0 ? '' : `, ${number(run.errorCount)} failed`
  const cases = `${number(run.caseCount)} ${run.caseCount === 1 ? 'case' : 'cases'}`
  return `${run.evalSetName} · ${cases} · ${number(run.doneCount)} of ${number(run.cellCount)} cells${errors} · ${cost} · ${run.state} · ${momentUtc(run.createdAt)}`
}

function columnTable(columns: readonly ColumnSummary[]): string {
  const heads = [
    'Variant',
    'Model',
    'Passed',
    'Rate',
    '95 % interval',
    'Cost per 1,000',
    'Prompt tokens',
    'Output tokens',
    'p50',
    'p95',
    'Failed',
    'Front',
  ]
  const body = columns.map((column) => {
    const cells = [
      escapeHtml(columnName(column)),
      `${escapeHtml(column.modelId)}${column.isSimulation ? ' <small>simulation</small>' : ''}`,
      `${number(column.passed)} / ${number(column.scored)}`,
      percent(column.passRate),
      column.passRateInterval
        ? `${percent(column.passRateInterval.low)} to ${percent(column.passRateInterval.high)}`
        : '–',
      // Where nothing was answered no price is missing.
      column.costPer1000NanoUsd === null && column.meanPromptTokens === null
        ? '–'
        : formatUsd(column.costPer1000NanoUsd),
      number(column.meanPromptTokens),
      number(column.meanOutputTokens),
      milliseconds(column.latencyP50Ms),
      milliseconds(column.latencyP95Ms),
      number(column.failed),
      column.isOnFront === null ? '–' : column.isOnFront ? 'yes' : 'no',
    ]
    const exact =
      column.costPer1000NanoUsd === null ? '' : ` data-cost-usd-per-1000="${nanoToUsd(column.costPer1000NanoUsd)}"`
    return `<tr data-passed="${column.passed}" data-scored="${column.scored}"${exact}>${cells.map((cell, at) => `<td${at > 1 ? ' class="n"' : ''}>${cell}</td>`).join('')}</tr>`
  })
  return `<table><thead><tr>${heads.map((head, at) => `<th${at > 1 ? ' class="n"' : ''}>${head}</th>`).join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}

function caseSection({ rows, totalRows, rowsAre, columns }: ReportInput): string {
  const items = rows.map((row) => {
    const variables = Object.entries(row.evalCase.variables).map(
      ([name, value]) =>
        `<dt>${escapeHtml(name)}</dt><dd>${shortText(typeof value === 'string' ? value : JSON.stringify(value))}</dd>`,
    )
    if (row.evalCase.expected !== null) variables.push(`<dt>expected</dt><dd>${shortText(row.evalCase.expected)}</dd>`)
    const outputs = columns.map((column, at) => {
      const cell = row.cells[at]?.[0]
      const verdict = !cell
        ? 'missing'
        : cell.state === 'failed'
          ? 'error'
          : cell.hasPassed === null
            ? 'not scored'
            : cell.hasPassed
              ? 'passed'
              : 'failed'
      const text = cell?.state === 'failed' ? (cell.error?.message ?? '') : (cell?.output ?? '')
      return `<tr><th>${escapeHtml(columnName(column))}<br><small>${escapeHtml(column.modelId)}</small></th><td class="${verdict.replace(' ', '-')}">${verdict}</td><td><pre>${shortText(text)}</pre></td></tr>`
    })
    return `<details><summary>Case ${row.evalCase.position}${row.evalCase.tags.length > 0 ? ` · ${escapeHtml(row.evalCase.tags.join(', '))}` : ''}</summary><dl>${variables.join('')}</dl><table class="outputs">${outputs.join('')}</table></details>`
  })
  return `<section>\n<h2>Cases ${escapeHtml(rowsAre)}</h2>\n<p>${number(rows.length)} of ${number(totalRows)} cases are shown.</p>\n${items.join('\n')}\n</section>`
}

/** Escaped; a long text is cut, so that two hundred cases stay a file that opens, and says so. */
function shortText(text: string): string {
  if (text.length <= maxReportedCharacters) return escapeHtml(text)
  return `${escapeHtml(text.slice(0, maxReportedCharacters))}… <small>cut after ${number(maxReportedCharacters)} characters</small>`
}

/** "Answers bought by: flex (38), standard (2). Discounts in the cost: openai/gpt-5.4-mini 10 % off the list price." */
function terms({ run, services }: ReportInput): string {
  const bought = services.map(({ service, cells }) => `${service} (${number(cells)})`).join(', ')
  const discounts = Object.entries(run.priceSnapshot).flatMap(([modelId, price]) => {
    const text = discountText(price)
    return text === null ? [] : [`${modelId} ${text}`]
  })
  return [
    bought === '' ? `Run ${run.spec.mode}.` : `Answers bought by: ${bought}.`,
    ...(run.spec.mayStopEarly
      ? ['Answers that could not pass any more were stopped early; their usage is an estimate.']
      : []),
    ...run.otherModels.map(describeOtherModel),
    discounts.length === 0 ? 'No discount in the cost.' : `Discounts in the cost: ${discounts.join('; ')}.`,
  ].join(' ')
}

/** Which run, which cases, which prices, by which build. */
export function provenance({
  run,
  appVersion,
  createdAt,
}: Pick<ReportInput, 'run' | 'appVersion' | 'createdAt'>): string {
  const dates = [
    ...new Set(Object.values(run.priceSnapshot).flatMap((price) => (price ? [price.readOn] : []))),
  ].toSorted()
  const prices = dates.length === 0 ? 'no prices known' : `prices as of ${dates.join(', ')}`
  return `Run ${run.id} · eval set SHA-256 ${run.evalSetHash} · ${prices} · Pithy ${appVersion} · written ${momentUtc(createdAt)}`
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`
}

function number(value: number | null): string {
  return value === null ? '–' : Math.round(value).toLocaleString('en-US')
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${Math.round(value).toLocaleString('en-US')} ms`
}
