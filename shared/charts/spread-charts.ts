import { formatUsd } from '../cost/format-usd.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { ColumnSpread, RunSpread, SpendMinute } from '../domain/result-charts.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, columnAxis, percentText, type RunChart, usdText } from './run-chart.ts'
import { shareRowsChart } from './share-rows.ts'

const nameOf = ({ variantLabel, modelId }: ColumnSpread) =>
  `${variantLabel} · ${modelId.slice(modelId.indexOf('/') + 1)}`

/** What each column cost, by what was paid for. */
export function costByClassChart({ columns }: RunSpread, theme: ChartTheme): RunChart {
  const priced = columns.flatMap((column) => (column.costByClass ? [{ column, cost: column.costByClass }] : []))
  const classes = [
    { name: 'input', of: (cost: (typeof priced)[number]['cost']) => cost.input },
    { name: 'cache read', of: (cost: (typeof priced)[number]['cost']) => cost.cacheRead },
    { name: 'cache write', of: (cost: (typeof priced)[number]['cost']) => cost.cacheWrite },
    { name: 'output', of: (cost: (typeof priced)[number]['cost']) => cost.output - cost.reasoning },
    { name: 'reasoning', of: (cost: (typeof priced)[number]['cost']) => cost.reasoning },
  ].filter(({ of }) => priced.some(({ cost }) => of(cost) > 0))
  const totalOf = (cost: (typeof priced)[number]['cost']) => cost.input + cost.cacheRead + cost.cacheWrite + cost.output
  const isSampled = priced.some(({ column }) => column.isSampled)
  const sign = isSampled ? '≈ ' : ''
  const sample = isSampled ? ' ≈: each part is added up from a sample of the answers and scaled to the whole.' : ''
  const description = `What each column's answers cost in this run, by what was paid for.${sample}`
  return {
    title: 'Cost by token class',
    description,
    option: {
      ...baseOption(theme, description),
      grid: { left: 170, right: 84, top: 44, bottom: 52 },
      legend: { top: 8, left: 160, textStyle: { color: theme.text }, itemWidth: 12, itemHeight: 12 },
      xAxis: {
        ...axis(theme, `${sign}$ in this run`),
        type: 'value',
        axisLabel: { color: theme.muted, formatter: usdText, hideOverlap: true },
      },
      yAxis: columnAxis(
        theme,
        priced.map(({ column }) => nameOf(column)),
      ),
      series: classes.map(({ name, of }, index) => ({
        type: 'bar' as const,
        name,
        stack: 'cost',
        barMaxWidth: 26,
        itemStyle: { color: theme.palette[index] ?? theme.text },
        tooltip: { valueFormatter: (value) => `${sign}${usdText(Number(value))}` },
        ...(index === classes.length - 1
          ? {
              label: {
                show: true,
                position: 'right' as const,
                color: theme.text,
                formatter: ({ dataIndex }: { dataIndex: number }) =>
                  formatUsd(priced[dataIndex] ? totalOf(priced[dataIndex].cost) : null),
              },
            }
          : {}),
        data: priced.map(({ cost }) => nanoToUsd(of(cost))),
      })),
    },
    table: {
      head: [
        'column',
        ...['input $', 'cache read $', 'cache write $', 'output $', 'of it reasoning $'].map(
          (name) => `${sign}${name}`,
        ),
        'answers added up',
      ],
      rows: priced.map(({ column, cost }) => [
        nameOf(column),
        ...[cost.input, cost.cacheRead, cost.cacheWrite, cost.output, cost.reasoning].map(nanoToUsd),
        column.pricedCells,
      ]),
    },
  }
}

/** How many cells got which score. */
export function scoreChart({ columns }: RunSpread, theme: ChartTheme): RunChart {
  return shareRowsChart(
    {
      title: 'Scores',
      description: 'Share of the scored cells by score, a strip for each column.',
      xName: 'score',
      labels: Array.from(
        { length: 10 },
        (_, index) => `${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}`,
      ),
      rows: rowsOf(columns, ({ scores }) => shares(scores)),
    },
    theme,
  )
}

/** How long the calls took. */
export function latencyChart({ columns, latencyEdgesMs }: RunSpread, theme: ChartTheme): RunChart {
  const seconds = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toPrecision(2))} s`)
  // Where no column has a call, there is nothing to see.
  const isUsed = (bin: number) => columns.some(({ latencies }) => (latencies[bin] ?? 0) > 0)
  const first = Math.max(
    0,
    latencyEdgesMs.findIndex((_, bin) => isUsed(bin)),
  )
  const last = latencyEdgesMs.findLastIndex((_, bin) => isUsed(bin)) + 1
  return shareRowsChart(
    {
      title: 'Latency',
      description: 'Share of the calls by how long they took, a strip for each column; cached answers left out.',
      xName: 'latency from … on (logarithmic)',
      labels: latencyEdgesMs.slice(first, last).map(seconds),
      rows: rowsOf(columns, ({ latencies }) => shares(latencies).slice(first, last)),
    },
    theme,
  )
}

/** Where the shares of the dearest 0, 5, 10 … 100 % of the cases are cut, with the strength of the tint. */
const PARTS = [
  { name: 'dearest 10 % of the cases', from: 0, to: 2, opacity: 1 },
  { name: 'next 40 %', from: 2, to: 10, opacity: 0.45 },
  { name: 'cheaper half', from: 10, to: 20, opacity: 0.2 },
] as const

/** Which share of the cost the dearest cases have. */
export function concentrationChart({ columns }: RunSpread, theme: ChartTheme): RunChart {
  const priced = rowsOf(columns, ({ costShares }) => costShares)
  const dearestOf = ({ shares }: (typeof priced)[number]) => shares[2] ?? 0
  const most = priced.toSorted((a, b) => dearestOf(b) - dearestOf(a))[0]
  const description = most
    ? `Which share of a column’s cost its dearest cases take; dashed: were all alike. Most uneven: ${most.name}, where the dearest 10 % take ${percentText(dearestOf(most))}.`
    : 'Nothing is priced.'
  const fill = theme.palette[0] ?? theme.text
  return {
    title: 'Cost concentration',
    description,
    option: {
      ...baseOption(theme, description),
      grid: { left: 170, right: 36, top: 44, bottom: 52 },
      legend: { top: 8, left: 160, textStyle: { color: theme.text }, itemWidth: 12, itemHeight: 12 },
      xAxis: {
        ...axis(theme, 'share of the cost'),
        type: 'value',
        min: 0,
        max: 1,
        axisLabel: { color: theme.muted, formatter: percentText },
      },
      yAxis: columnAxis(
        theme,
        priced.map(({ name }) => name),
      ),
      series: PARTS.map(({ name, from, to, opacity }, index) => ({
        type: 'bar' as const,
        name,
        stack: 'share',
        barMaxWidth: 26,
        itemStyle: { color: fill, opacity },
        label: {
          show: true,
          opacity: 1,
          color: opacity === 1 ? theme.background : theme.text,
          formatter: ({ value }: { value?: unknown }) => percentText(Number(value)),
        },
        tooltip: { valueFormatter: (value) => `${(Number(value) * 100).toFixed(1)} %` },
        data: priced.map(({ shares: of }) => (of[to] ?? 0) - (of[from] ?? 0)),
        ...(index === 0
          ? {
              markLine: {
                silent: true,
                symbol: 'none',
                label: { show: false },
                lineStyle: { color: theme.text, type: 'dashed' as const, width: 1 },
                data: [{ xAxis: 0.1 }, { xAxis: 0.5 }],
              },
            }
          : {}),
      })),
    },
    table: {
      head: ['column', ...Array.from({ length: 21 }, (_, index) => `dearest ${index * 5} %`)],
      rows: priced.map(({ name, shares: of }) => [name, ...of.map((share) => Number(share.toFixed(4)))]),
    },
  }
}

/** Columns that have something to show. */
function rowsOf(columns: readonly ColumnSpread[], sharesOf: (column: ColumnSpread) => readonly number[]) {
  return columns
    .map((column) => ({ name: nameOf(column), variantLabel: column.variantLabel, shares: sharesOf(column) }))
    .filter(({ shares }) => shares.length > 0)
}

function shares(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return total === 0 ? [] : counts.map((count) => count / total)
}

/** What was spent in each minute, judges included. */
export function spendChart(minutes: readonly SpendMinute[], theme: ChartTheme): RunChart {
  const total = minutes.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0)
  const description = `${formatUsd(total)} in ${minutes.length} ${minutes.length === 1 ? 'minute' : 'minutes'} with paid calls, by the minute in which they ended.`
  return {
    title: 'Spend per minute',
    description,
    option: {
      ...baseOption(theme, description),
      grid: { left: 72, right: 28, top: 44, bottom: 52 },
      xAxis: {
        ...axis(theme, 'minute (UTC)'),
        type: 'category',
        data: minutes.map(({ minute }) => minute.slice(11, 16)),
      },
      yAxis: {
        ...axis(theme, '$ per minute', true),
        type: 'value',
        min: 0,
        axisLabel: { color: theme.muted, formatter: usdText },
      },
      series: [
        {
          type: 'bar',
          name: '$ per minute',
          barMaxWidth: 40,
          itemStyle: { color: theme.palette[0] ?? theme.text },
          tooltip: { valueFormatter: (value) => usdText(Number(value)) },
          data: minutes.map(({ nanoUsd }) => nanoToUsd(nanoUsd)),
        },
      ],
    },
    table: {
      head: ['minute', '$', 'calls'],
      rows: minutes.map(({ minute, nanoUsd, calls }) => [minute, nanoToUsd(nanoUsd), calls]),
    },
  }
}
