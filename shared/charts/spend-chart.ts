import { formatUsd } from '../cost/format-usd.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { SpendBreakdown } from '../domain/spend-breakdown.ts'
import { bucketStart } from '../savings/spend/time-bucket.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, type RunChart, usdText } from './run-chart.ts'

/** Models with a colour of their own; the rest is one bar above them. */
const SHOWN_MODELS = 6
/** Bars that fit; of more, the last ones are shown. */
const SHOWN_BARS = 400

/** Spend over time, a bar for each hour, day, week or month, stacked by model; gaps are shown as nothing. */
export function spendChart(spend: SpendBreakdown, theme: ChartTheme): RunChart {
  const { unit, byModel, total } = spend
  const buckets = withGaps(spend).slice(-SHOWN_BARS)
  const shown = byModel.slice(0, SHOWN_MODELS)
  const labels = buckets.map(({ startMs }) => label(startMs, unit))
  const names = [
    ...shown.map(({ key }) => key || 'not said'),
    ...(byModel.length > SHOWN_MODELS ? ['other models'] : []),
  ]
  const dearest = buckets.reduce((best, one) => (one.nanoUsd > best.nanoUsd ? one : best), { startMs: 0, nanoUsd: 0 })
  const description = `${formatUsd(total.nanoUsd)} over ${buckets.length} ${unit}s; most in ${label(dearest.startMs, unit)}: ${formatUsd(dearest.nanoUsd)}.`
  const amountOf = (byModelOf: readonly number[], place: number) =>
    place < SHOWN_MODELS ? (byModelOf[place] ?? 0) : byModelOf.slice(SHOWN_MODELS).reduce((sum, one) => sum + one, 0)
  const values = names.map((_, place) => buckets.map(({ byModel: of }) => nanoToUsd(amountOf(of, place))))
  return {
    title: 'Spend over time',
    description,
    option: {
      ...baseOption(theme, description),
      grid: { left: 64, right: 12, top: 34, bottom: 30 },
      legend: {
        type: 'scroll',
        top: 0,
        left: 90,
        right: 0,
        textStyle: { color: theme.text },
        itemWidth: 10,
        itemHeight: 10,
      },
      tooltip: { trigger: 'axis', valueFormatter: (value) => usdText(Number(value)) },
      xAxis: {
        ...axis(theme, ''),
        type: 'category',
        data: labels,
        axisLabel: { color: theme.muted, hideOverlap: true },
        splitLine: { show: false },
      },
      yAxis: {
        ...axis(theme, `$ per ${unit}`, true),
        type: 'value',
        min: 0,
        splitNumber: 4,
        axisLabel: { color: theme.muted, formatter: usdText },
      },
      series: names.map((name, place) => ({
        type: 'bar' as const,
        name,
        stack: 'spend',
        barMaxWidth: 36,
        itemStyle: { color: theme.palette[place % theme.palette.length] ?? theme.text },
        data: values[place] ?? [],
      })),
    },
    table: {
      head: [unit, ...names.map((name) => `${name}, $`)],
      rows: labels.map((text, index) => [text, ...values.map((of) => of[index] ?? 0)]),
    },
  }
}

function withGaps({ overTime, unit }: SpendBreakdown): SpendBreakdown['overTime'] {
  const known = new Map(overTime.map((one) => [one.startMs, one]))
  const [first, last] = [overTime.at(0)?.startMs, overTime.at(-1)?.startMs]
  if (first === undefined || last === undefined) return []
  const all: SpendBreakdown['overTime'] = []
  for (let startMs = first; startMs <= last && all.length < 20_000; startMs = next(startMs, unit))
    all.push(known.get(startMs) ?? { startMs, rows: 0, nanoUsd: 0, byModel: [] })
  return all
}

const HOUR_MS = 3_600_000
const LONGEST_HOURS = { hour: 1, day: 24, week: 7 * 24, month: 32 * 24 } as const

function next(startMs: number, unit: SpendBreakdown['unit']): number {
  return bucketStart(startMs + LONGEST_HOURS[unit] * HOUR_MS, unit)
}

function label(startMs: number, unit: SpendBreakdown['unit']): string {
  const iso = new Date(startMs).toISOString()
  if (unit === 'month') return iso.slice(0, 7)
  return unit === 'hour' ? iso.slice(5, 13).replace('T', ' ').concat('h') : iso.slice(0, 10)
}
