import { formatUsd } from '../cost/format-usd.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { ColumnSpread, RunSpread, SpendMinute } from '../domain/result-charts.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, lineNames, MAX_LINES, namedLine, percentText, type RunChart, usdText } from './run-chart.ts'

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
  const description = `What each column's answers cost in this run, by what was paid for.${sample} ${priced
    .slice(0, 8)
    .map(({ column, cost }) => `${nameOf(column)}: ${formatUsd(totalOf(cost))}`)
    .join('; ')}.`
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
      yAxis: {
        ...axis(theme, ''),
        type: 'category',
        inverse: true,
        data: priced.map(({ column }) => nameOf(column)),
        axisLabel: { color: theme.text, width: 156, overflow: 'truncate' },
      },
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
  const bins = Array.from(
    { length: 10 },
    (_, index) => `${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}`,
  )
  return linesChart(columns, theme, {
    title: 'Scores',
    what: 'Share of the scored cells by score',
    xName: 'score',
    labels: bins,
    values: ({ scores }) => shares(scores),
  })
}

/** How long the calls took. */
export function latencyChart({ columns, latencyEdgesMs }: RunSpread, theme: ChartTheme): RunChart {
  const seconds = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toPrecision(2))} s`)
  // Where no column has a call, there is nothing to see.
  const isUsed = (bin: number) => columns.some(({ latencies }) => (latencies[bin] ?? 0) > 0)
  const first = Math.max(0, latencyEdgesMs.findIndex((_, bin) => isUsed(bin)) - 1)
  const last = latencyEdgesMs.findLastIndex((_, bin) => isUsed(bin)) + 2
  return linesChart(columns, theme, {
    title: 'Latency',
    what: 'Share of the calls by how long they took, cached answers left out',
    xName: 'latency from … on (logarithmic)',
    labels: latencyEdgesMs.slice(first, last).map(seconds),
    values: ({ latencies }) => shares(latencies).slice(first, last),
  })
}

/** Which share of the cost the dearest cases have. */
export function concentrationChart({ columns }: RunSpread, theme: ChartTheme): RunChart {
  const chart = linesChart(columns, theme, {
    title: 'Cost concentration',
    what: 'Share of the cost that the dearest cases have',
    xName: 'dearest cases, %',
    labels: Array.from({ length: 21 }, (_, index) => String(index * 5)),
    values: ({ costShares }) => costShares,
  })
  const told = columns
    .filter(({ costShares }) => costShares.length > 2)
    .slice(0, MAX_LINES)
    .map((column) => `${nameOf(column)}: the dearest 10 % take ${percentText(column.costShares[2] ?? 0)}`)
  return { ...chart, description: `${told.join('; ') || 'Nothing is priced'}.` }
}

interface Lines {
  readonly title: string
  readonly what: string
  readonly xName: string
  readonly labels: readonly string[]
  /** By label; empty = the column has none. */
  readonly values: (column: ColumnSpread) => readonly number[]
}

function linesChart(columns: readonly ColumnSpread[], theme: ChartTheme, lines: Lines): RunChart {
  const drawn = columns.filter((column) => lines.values(column).length > 0)
  const left =
    drawn.length > MAX_LINES ? ` The first ${MAX_LINES} of ${drawn.length} columns; hide others to see more.` : ''
  const description = `${lines.what}, by column.${left}`
  return {
    title: lines.title,
    description,
    option: {
      ...baseOption(theme, description),
      legend: lineNames(theme),
      xAxis: { ...axis(theme, lines.xName), type: 'category', boundaryGap: false, data: [...lines.labels] },
      yAxis: {
        ...axis(theme, 'share', true),
        type: 'value',
        min: 0,
        axisLabel: { color: theme.muted, formatter: percentText },
      },
      series: drawn.slice(0, MAX_LINES).map((column, index) => ({
        ...namedLine(theme, index, nameOf(column)),
        tooltip: { valueFormatter: (value) => `${(Number(value) * 100).toFixed(1)} %` },
        data: [...lines.values(column)],
      })),
    },
    table: {
      head: ['column', ...lines.labels],
      rows: drawn.map((column) => [nameOf(column), ...lines.values(column).map((value) => Number(value.toFixed(4)))]),
    },
  }
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
