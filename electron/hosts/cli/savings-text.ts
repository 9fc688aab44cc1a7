import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { SavingsReport, Waterfall } from '../../../shared/domain/savings.ts'
import type { SpendAlert } from '../../../shared/domain/spend-alert.ts'
import type { SpendBreakdown, SpendGroup } from '../../../shared/domain/spend-breakdown.ts'
import type { SpendBuckets } from '../../../shared/domain/spend-bucket.ts'
import type { SegmentSpend } from '../../../shared/domain/spend-segment.ts'
import type { UsageLog } from '../../../shared/domain/usage-log.ts'
import { tellsCasesApart } from '../../../shared/savings/levers/tells-cases-apart.ts'
import { classLabel } from '../../../shared/savings/spend/class-label.ts'
import { knownSpend } from '../../../shared/savings/spend/known-spend.ts'

export interface SavingsResult {
  readonly imported: readonly UsageLog[]
  readonly logs: SpendBreakdown | null
  readonly runs: SpendBreakdown | null
  /** Of the prompt in production, by the run of the report. */
  readonly segments: SegmentSpend | null
  /** The same run's; null = unpriced. */
  readonly buckets: SpendBuckets | null
  readonly alerts: readonly SpendAlert[]
  readonly report: SavingsReport | null
  readonly waterfall: Waterfall | null
}

const ROWS = 8
const PERIODS = 14

/** What a terminal shows of the savings. */
export function savingsText({
  imported,
  logs,
  runs,
  segments,
  buckets,
  alerts,
  report,
  waterfall,
}: SavingsResult): string {
  const parts = [
    ...imported.map(importLine),
    logs ? spendText('Usage logs', logs) : '',
    runs ? spendText('Answers of runs, at their prices', runs) : '',
    segments ? segmentText(segments) : '',
    buckets ? bucketText(buckets) : '',
    alerts.length > 0 ? `Alerts\n${alerts.map(({ sentence }) => `  ${sentence}`).join('\n')}` : '',
    report ? leverText(report) : 'No run to reckon levers from: run a plan, or import recorded answers.',
    waterfall && waterfall.steps.length > 0 ? waterfallText(waterfall) : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function importLine(log: UsageLog): string {
  const count = (value: number) => value.toLocaleString('en-US')
  return `${log.name}: ${count(log.rowCount)} rows, ${count(log.duplicateCount)} already there, ${count(log.badCount)} not readable`
}

function spendText(title: string, spend: SpendBreakdown): string {
  const { total, byModel, byTag, byClass, unsplitNanoUsd, overTime, cost, promptTokens, outputTokens, unit } = spend
  const [worst = null] = spend.worstCase
    .filter(({ atCapNanoUsd }) => atCapNanoUsd !== null)
    .sort((a, b) => (b.atCapNanoUsd ?? 0) - (a.atCapNanoUsd ?? 0))
  const span = [spend.firstAtMs, spend.lastAtMs].map((ms) =>
    ms === null ? '?' : new Date(ms).toISOString().slice(0, 10),
  )
  const notes = [
    total.unpricedRows > 0 ? `${total.unpricedRows.toLocaleString('en-US')} rows unpriced` : '',
    total.estimatedRows > 0 ? `${total.estimatedRows.toLocaleString('en-US')} rows ≈ by list prices` : '',
    spend.isSimulation ? 'a simulation: example prices' : '',
  ].filter((note) => note !== '')
  const head = `${title}: ${formatUsd(knownSpend(total))}, ${total.rows.toLocaleString('en-US')} rows, ${span.join(' to ')}${notes.map((note) => ` · ${note}`).join('')}`
  const classes = byClass.filter(({ tokens }) => tokens > 0)
  const classRows = classes.map(
    (one): Row => [classLabel(one.class), one.nanoUsd, `${one.tokens.toLocaleString('en-US')} tokens`],
  )
  const times = overTime
    .slice(-PERIODS)
    .map((one): Row => [new Date(one.startMs).toISOString().slice(0, unit === 'hour' ? 13 : 10), one.nanoUsd, ''])
  const spread = cost
    ? `  A call: p50 ${formatUsd(cost.p50)}, p95 ${formatUsd(cost.p95)}, most ${formatUsd(cost.max)}; ${cost.tenfoldCount.toLocaleString('en-US')} above 10 times the median; the dearest tenth is ${Math.round((cost.topTenthRatio ?? 0) * 100)} % of the money`
    : ''
  return [
    head,
    table('by model', byModel.map(groupRow), total.nanoUsd),
    ...byTag.map((tag) => table(`by ${tag.name}`, tag.groups.map(groupRow), total.nanoUsd, { count: tag.distinct })),
    table('by class of tokens', classRows, total.nanoUsd),
    unsplitNanoUsd > 0 && classRows.length > 0
      ? `    ${formatUsd(unsplitNanoUsd)} is of models without a list price`
      : '',
    table(`by ${unit}`, times, total.nanoUsd, { most: PERIODS }),
    spread,
    promptTokens && outputTokens
      ? `  Tokens of a call, prompt + output: p50 ${number(promptTokens.p50)} + ${number(outputTokens.p50)}, p95 ${number(promptTokens.p95)} + ${number(outputTokens.p95)}`
      : '',
    worst === null
      ? ''
      : `  At worst, at the longest prompt seen and its cap, one call of ${worst.model} costs ${formatUsd(worst.atCapNanoUsd)}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function segmentText({ runName, label, callNanoUsd, segments }: SegmentSpend): string {
  const rows = segments.map((one): Row => [one.label, one.nanoUsd, `${number(one.tokens)} tokens`])
  return [
    `An average call of ${label} in the run "${runName}": ${formatUsd(callNanoUsd)}`,
    table('by part of the prompt', rows, callNanoUsd),
  ].join('\n')
}

function bucketText({ label, monthNanoUsd, buckets }: SpendBuckets): string {
  const lines = buckets.map(
    ({ label: kind, nanoUsd, note }) =>
      `  ${(nanoUsd === null ? 'unknown' : formatUsd(nanoUsd)).padStart(9)}  ${kind}: ${note}`,
  )
  return [`Paid without need, of ${formatUsd(monthNanoUsd)} a month for ${label} (they overlap)`, ...lines].join('\n')
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

type Row = readonly [name: string, nanoUsd: number | null, more: string]

function groupRow(group: SpendGroup): Row {
  const { key, rows } = group
  return [key === null || key === '' ? '(not said)' : key, knownSpend(group), `${rows.toLocaleString('en-US')} rows`]
}

function table(
  title: string,
  rows: readonly Row[],
  totalNanoUsd: number,
  { most = ROWS, count = rows.length }: { readonly most?: number; readonly count?: number } = {},
): string {
  if (rows.length === 0) return ''
  const shown = rows.slice(0, most)
  const width = Math.min(40, Math.max(...shown.map(([name]) => name.length)))
  const lines = shown.map(([name, nanoUsd, more]) => {
    const share = nanoUsd === null || totalNanoUsd <= 0 ? '' : `${Math.round((nanoUsd / totalNanoUsd) * 100)} %`
    return `    ${name.slice(0, width).padEnd(width)}  ${formatUsd(nanoUsd).padStart(9)}  ${share.padStart(5)}  ${more}`.trimEnd()
  })
  const rest = count > shown.length ? [`    and ${(count - shown.length).toLocaleString('en-US')} more`] : []
  return [`  ${title}`, ...lines, ...rest].join('\n')
}

function leverText(report: SavingsReport): string {
  const cards = new Map(report.levers.map((card) => [card.id, card]))
  const head = `Levers, from the run "${report.run.name}" (${report.cases} cases) at ${report.callsPerDay.toLocaleString('en-US')} calls a day: ${formatUsd(report.todayNanoUsd)} a month today`
  const ranked = report.advice.flatMap(({ leverId, sentence }) => {
    const card = cards.get(leverId)
    return card && card.finding.kind === 'estimate'
      ? [
          `  ${formatUsd(card.finding.savedNanoUsd).padStart(9)} / month  ${card.label}: ${card.finding.choice}\n${' '.repeat(20)}${sentence}`,
        ]
      : []
  })
  const missing = report.levers.flatMap(({ label, finding }) => (finding.kind === 'no-data' ? [label] : []))
  const none = ranked.length === 0 ? ['  None has what it needs.'] : []
  const rest = missing.length > 0 ? [`  Not measured: ${missing.join(', ')}.`] : []
  return [head, ...none, ...ranked, ...rest, ...versionsLine(report), ...embeddingLine(report)].join('\n')
}

/** Making variants is a choice among texts, which a terminal shows badly. */
function versionsLine({ levers }: SavingsReport): string[] {
  const made = levers.filter(
    ({ finding }) => finding.kind === 'no-data' && finding.actions.some(({ kind }) => kind === 'make-variants'),
  )
  const labels = made.map(({ label }) => label).join(', ')
  return made.length === 0 ? [] : [`  The Savings page makes the variants that would measure: ${labels}.`]
}

function embeddingLine({ levers, embedding }: SavingsReport): string[] {
  const used = levers.filter(({ id, finding }) => tellsCasesApart(id) && finding.kind !== 'failed')
  return used.length === 0 ? [] : [`  ${used.map(({ label }) => label).join(', ')}: ${embedding.text}`]
}

function waterfallText({ todayNanoUsd, steps, restNanoUsd, quality }: Waterfall): string {
  const lines = steps.map(
    ({ label, savedNanoUsd, afterNanoUsd }) =>
      `  ${formatUsd(-savedNanoUsd).padStart(9)}  ${label}, which leaves ${formatUsd(afterNanoUsd)}`,
  )
  return [
    'Together, per month',
    `  ${formatUsd(todayNanoUsd).padStart(9)}  today`,
    ...lines,
    `  ${formatUsd(restNanoUsd).padStart(9)}  rest`,
    `  ${quality.sentence}`,
  ].join('\n')
}
