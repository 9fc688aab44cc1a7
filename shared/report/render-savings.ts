import { formatUsd } from '../cost/format-usd.ts'
import type { LeverCard, SavingsReport, Waterfall } from '../domain/savings.ts'
import type { SpendAlert } from '../domain/spend-alert.ts'
import type { SpendBreakdown, SpendFilter } from '../domain/spend-breakdown.ts'
import type { SpendBuckets } from '../domain/spend-bucket.ts'
import type { SegmentSpend } from '../domain/spend-segment.ts'
import { waterfallNotes } from '../savings/waterfall-notes.ts'
import { type MoneyFormat, type MoneyRow, type MoneySection, type ReportOrigin, renderMoney } from './money-report.ts'
import { bucketSection, segmentSection } from './prompt-spend-sections.ts'
import { alertSection, spendSections } from './render-spend.ts'

export interface SavingsReportInput extends ReportOrigin {
  readonly report: SavingsReport | null
  /** Null = nothing is priced, or no lever was asked for. */
  readonly waterfall: Waterfall | null
  /** Null = none of it belongs in the report. */
  readonly spend: {
    readonly logs: SpendBreakdown | null
    /** What the logs were narrowed to; null = nothing. */
    readonly tag: SpendFilter['tag']
    readonly runs: SpendBreakdown | null
    readonly segments: SegmentSpend | null
    readonly buckets: SpendBuckets | null
    readonly alerts: readonly SpendAlert[]
  } | null
}

/** What is paid, what each lever would save, what they come to together and the next steps, as a file; after it where the money goes. */
export function renderSavings(
  format: MoneyFormat,
  { report, waterfall, spend, ...origin }: SavingsReportInput,
): string {
  const sections = [
    ...(report ? savingsSections(report, waterfall) : []),
    ...(spend ? [alertSection(spend.alerts)] : []),
    ...(spend?.logs ? spendSections('Usage logs', spend.logs, { model: null, tag: spend.tag }) : []),
    ...(spend?.runs ? spendSections('Answers of runs', spend.runs, null) : []),
    ...(spend?.buckets ? [bucketSection(spend.buckets)] : []),
    ...(spend?.segments ? [segmentSection(spend.segments)] : []),
  ]
  return renderMoney(format, { title: report ? `Savings: ${report.run.name}` : 'Spend', sections, ...origin })
}

function savingsSections(report: SavingsReport, waterfall: Waterfall | null): MoneySection[] {
  const { todayNanoUsd, levers, advice } = report
  const labelOf = (id: string) => levers.find((lever) => lever.id === id)?.label ?? id
  return [
    {
      title: 'Per month at today’s calls',
      money: 'Per month',
      counted: '',
      rows: report.columns.map((column) => columnRow(column, report)),
      notes: [
        ...(report.columns.some(({ isSimulation }) => isSimulation)
          ? ['A simulation: example prices, which say nothing about a real model.']
          : []),
        `${report.callsPerDay.toLocaleString('en-US')} calls a day; ${report.cases.toLocaleString('en-US')} of ${report.totalCases.toLocaleString('en-US')} cases were looked at.`,
        ...(report.arrivalsText === '' ? [] : [report.arrivalsText]),
        report.embedding.text,
      ],
    },
    {
      title: 'Levers together',
      money: 'Saved per month',
      counted: '',
      rows: waterfall ? stepRows(waterfall) : [],
      notes: waterfall
        ? [...(waterfall.steps.length > 0 ? [waterfall.quality.sentence] : []), ...waterfallNotes(waterfall, labelOf)]
        : [],
    },
    {
      title: 'Levers, each by itself',
      money: 'Saved per month',
      counted: 'Cases',
      rows: levers.flatMap((lever) => leverRow(lever, todayNanoUsd)),
      notes: [],
    },
    {
      title: 'What to do next',
      money: '',
      counted: '',
      rows: advice.map(({ leverId, sentence }) => ({ name: labelOf(leverId), note: sentence })),
      notes: [],
    },
    {
      title: 'Not measured',
      money: '',
      counted: '',
      rows: levers.flatMap(({ label, finding }) =>
        finding.kind === 'no-data'
          ? [{ name: label, note: `${finding.missing} ${finding.remedy}` }]
          : finding.kind === 'failed'
            ? [{ name: label, note: finding.message }]
            : [],
      ),
      notes: [],
    },
  ]
}

function columnRow(view: SavingsReport['columns'][number], { baseline }: SavingsReport): MoneyRow {
  const { column, label, score, callNanoUsd, monthNanoUsd, pricedAs, isEstimated } = view
  const isToday = column.variantId === baseline.variantId && column.modelId === baseline.modelId
  return {
    name: label,
    nanoUsd: monthNanoUsd,
    note: [
      ...(isToday ? ['in production today'] : []),
      ...(callNanoUsd === null ? [] : [`${formatUsd(callNanoUsd)} a call`]),
      ...(score === null ? [] : [`score ${(score * 100).toFixed(1)} %`]),
      ...(pricedAs === null ? [] : [`at the price of ${pricedAs}`]),
      ...(isEstimated ? ['tokens counted here (≈)'] : []),
    ].join(', '),
  }
}

function stepRows({ todayNanoUsd, steps, restNanoUsd }: Waterfall): MoneyRow[] {
  const shareOf = (nanoUsd: number) => (todayNanoUsd > 0 ? nanoUsd / todayNanoUsd : null)
  return [
    ...steps.map(({ label, savedNanoUsd, afterNanoUsd }) => ({
      name: label,
      nanoUsd: savedNanoUsd,
      share: shareOf(savedNanoUsd),
      note: `leaves ${formatUsd(afterNanoUsd)}`,
    })),
    {
      name: 'All of them',
      nanoUsd: todayNanoUsd - restNanoUsd,
      share: shareOf(todayNanoUsd - restNanoUsd),
      note: `from ${formatUsd(todayNanoUsd)} to ${formatUsd(restNanoUsd)}`,
    },
  ]
}

function leverRow({ label, finding, isTaken }: LeverCard, todayNanoUsd: number | null): MoneyRow[] {
  if (finding.kind !== 'estimate') return []
  const { choice, savedNanoUsd, savedInterval, quality, method, notes, evidence } = finding
  return [
    {
      name: `${label}: ${choice}`,
      nanoUsd: savedNanoUsd,
      interval: savedInterval,
      share: todayNanoUsd ? savedNanoUsd / todayNanoUsd : null,
      count: evidence.cases,
      note: [...(isTaken ? [] : ['Not taken by itself.']), quality.sentence, method, ...notes].join(' '),
    },
  ]
}
