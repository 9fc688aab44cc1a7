import { formatUsd } from '../cost/format-usd.ts'
import { monthlyCost } from '../cost/monthly-cost.ts'
import type { SpendAlert } from '../domain/spend-alert.ts'
import type { SpendBreakdown, SpendFilter, SpendGroup } from '../domain/spend-breakdown.ts'
import type { SpendBuckets } from '../domain/spend-bucket.ts'
import type { SegmentSpend } from '../domain/spend-segment.ts'
import { classLabel } from '../savings/spend/class-label.ts'
import { knownSpend } from '../savings/spend/known-spend.ts'
import { spanDays } from '../savings/spend/span-days.ts'
import { type MoneyFormat, type MoneyRow, type MoneySection, type ReportOrigin, renderMoney } from './money-report.ts'
import { bucketSection, segmentSection } from './prompt-spend-sections.ts'

export interface SpendReportInput extends ReportOrigin {
  /** Whose spend: "Usage logs". */
  readonly title: string
  readonly spend: SpendBreakdown
  readonly filter: SpendFilter
  readonly alerts: readonly SpendAlert[]
  /** Of the run and column that are looked at; null = unknown. */
  readonly buckets: SpendBuckets | null
  /** The same; also null where the spend is not of runs. */
  readonly segments: SegmentSpend | null
}

type NarrowedTo = Pick<SpendFilter, 'model' | 'tag'>

/** Where the money goes, as a file: everything that the page shows, and what the sums do not know. */
export function renderSpend(
  format: MoneyFormat,
  { title, spend, filter, alerts, buckets, segments, ...origin }: SpendReportInput,
): string {
  const sections = [
    alertSection(alerts),
    ...spendSections(title, spend, filter),
    ...(buckets ? [bucketSection(buckets)] : []),
    ...(segments ? [segmentSection(segments)] : []),
  ]
  return renderMoney(format, { title: `Where the money goes: ${title}`, sections, ...origin })
}

export function alertSection(alerts: readonly SpendAlert[]): MoneySection {
  return {
    title: 'Alerts',
    money: '',
    counted: '',
    rows: [],
    notes: alerts.map(({ level, sentence }) => `${level === 'over' ? 'Above the limit' : 'Worth a look'}: ${sentence}`),
  }
}

/** The parts of a breakdown, each as rows with their share of the whole. */
export function spendSections(title: string, spend: SpendBreakdown, filter: NarrowedTo | null): MoneySection[] {
  const { total, byModel, byTag, byClass, unsplitNanoUsd, overTime, unit, cost } = spend
  const whole = total.nanoUsd
  const part = (what: string, counted: string, rows: readonly MoneyRow[], notes: readonly string[] = []) => ({
    title: `${title}, ${what}`,
    money: 'Spend',
    counted,
    rows: rows.map((row) => ({ ...row, share: row.nanoUsd == null || whole <= 0 ? null : row.nanoUsd / whole })),
    notes,
  })
  const split = unsplitNanoUsd > 0 ? [`${formatUsd(unsplitNanoUsd)} is of models without a list price.`] : []
  return [
    { title, money: 'Spend', counted: 'Calls', rows: totalRows(spend), notes: totalNotes(spend, filter) },
    part(
      'by class of tokens',
      'Tokens',
      byClass
        .filter(({ tokens }) => tokens > 0)
        .map((one) => ({ name: classLabel(one.class), nanoUsd: one.nanoUsd, count: one.tokens })),
      split,
    ),
    part('by model', 'Rows', byModel.map(groupRow)),
    ...byTag.map(({ name, groups, distinct, others }) =>
      part(`by ${name}`, 'Rows', [
        ...groups.map(groupRow),
        ...(others
          ? [
              {
                ...groupRow({ key: '', ...others }),
                name: `${(distinct - groups.length).toLocaleString('en-US')} more`,
              },
            ]
          : []),
      ]),
    ),
    part(
      `by ${unit} (UTC)`,
      'Rows',
      overTime.map(({ startMs, nanoUsd, rows }) => ({
        name: new Date(startMs).toISOString().slice(0, unit === 'hour' ? 16 : unit === 'month' ? 7 : 10),
        nanoUsd,
        count: rows,
      })),
    ),
    {
      title: `${title}, single calls`,
      money: 'Cost of a call',
      counted: 'Prompt tokens',
      rows: [
        ...(cost ? [{ name: 'Median', nanoUsd: cost.p50 }, ...quantiles(cost)] : []).map(rounded),
        ...spend.outliers.map(({ atMs, model, tags, nanoUsd, promptTokens, timesMedian }) => ({
          name: `Outlier of ${model}${atMs === null ? '' : `, ${new Date(atMs).toISOString()}`}`,
          nanoUsd,
          count: promptTokens,
          note: [
            ...(timesMedian === null ? [] : [`${timesMedian.toFixed(1)} × median`]),
            ...tags.map(({ name, value }) => `${name}: ${value}`),
          ].join(', '),
        })),
        ...spend.worstCase.flatMap(({ model, atCapNanoUsd, capTokens }) =>
          atCapNanoUsd === null
            ? []
            : [
                {
                  name: `At worst, on ${model === '' ? 'a model not said' : model}`,
                  nanoUsd: atCapNanoUsd,
                  note: `the longest prompt seen, and ${capTokens?.toLocaleString('en-US')} tokens of output`,
                },
              ],
        ),
      ],
      notes:
        cost && cost.topTenthRatio !== null
          ? [`The dearest tenth is ${(cost.topTenthRatio * 100).toFixed(1)} % of the money.`]
          : [],
    },
  ]
}

function quantiles({ p95, p99, max }: NonNullable<SpendBreakdown['cost']>) {
  return [
    { name: '95th percentile', nanoUsd: p95 },
    { name: '99th percentile', nanoUsd: p99 },
    { name: 'Dearest', nanoUsd: max },
  ]
}

function rounded({ name, nanoUsd }: { readonly name: string; readonly nanoUsd: number }): MoneyRow {
  return { name, nanoUsd: Math.round(nanoUsd) }
}

function groupRow(group: SpendGroup): MoneyRow {
  return { name: group.key || 'not said', nanoUsd: knownSpend(group), count: group.rows }
}

function totalRows(spend: SpendBreakdown): MoneyRow[] {
  const { total } = spend
  const known = knownSpend(total)
  const days = spanDays(spend)
  return [
    { name: 'Total', nanoUsd: known, count: total.calls },
    ...(known !== null && days !== null && days >= 2
      ? [
          {
            name: 'Per month, at this pace',
            nanoUsd: monthlyCost(known / days, 1),
            note: `≈ spend ÷ ${days.toFixed(1)} days`,
          },
        ]
      : []),
  ]
}

function totalNotes(
  { total, firstAtMs, lastAtMs, undatedRows, isSimulation }: SpendBreakdown,
  filter: NarrowedTo | null,
) {
  const count = (rows: number, what: string) =>
    rows > 0 ? [`${rows.toLocaleString('en-US')} of ${total.rows.toLocaleString('en-US')} rows ${what}`] : []
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return [
    ...(isSimulation ? ['A simulation: example prices, which say nothing about a real model.'] : []),
    ...(filter?.model == null ? [] : [`Only calls of the model ${filter.model === '' ? 'not said' : filter.model}.`]),
    ...(filter?.tag ? [`Only calls with ${filter.tag.name}: ${filter.tag.value ?? 'not said'}.`] : []),
    ...(firstAtMs === null || lastAtMs === null ? [] : [`From ${day(firstAtMs)} to ${day(lastAtMs)}, UTC.`]),
    ...count(total.unpricedRows, 'are unpriced: the sums do not hold them.'),
    ...count(total.estimatedRows, 'tell no cost: ≈ by list prices.'),
    ...count(total.errorRows, 'ended with an error.'),
    ...count(undatedRows, 'have no time: they are in no figure over time.'),
    ...(total.calls === null ? ['Some rows stand for calls that nobody counted.'] : []),
  ]
}
