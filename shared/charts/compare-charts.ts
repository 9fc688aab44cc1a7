import { nanoToUsd } from '../domain/money.ts'
import type { PairedCases, TrendRun } from '../domain/result-charts.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, lineNames, MAX_LINES, namedLine, type RunChart, usdText } from './run-chart.ts'

export interface PairNames {
  readonly baseline: string
  readonly candidate: string
}

/** One point for each case, or for the cases that lie in the same place: above the line the candidate has more. */
export function pairedChart(pairs: PairedCases, by: 'score' | 'cost', names: PairNames, theme: ChartTheme): RunChart {
  const spots = new Map<string, { x: number; y: number; rows: number[] }>()
  for (const point of pairs.points) {
    const x = by === 'score' ? point.baselineScore : usdOf(point.baselineNanoUsd)
    const y = by === 'score' ? point.candidateScore : usdOf(point.candidateNanoUsd)
    if (x === null || y === null) continue
    const key = by === 'score' ? `${x.toFixed(2)} ${y.toFixed(2)}` : `${x} ${y}`
    const spot = spots.get(key)
    if (spot) spot.rows.push(point.row)
    else spots.set(key, { x, y, rows: [point.row] })
  }
  const all = [...spots.values()]
  const highest = by === 'score' ? 1 : Math.max(...all.flatMap(({ x, y }) => [x, y]), 0) * 1.05 || 1
  // A lower cost is the better one, a higher score as well.
  const tone = ({ x, y }: { x: number; y: number }) =>
    x === y
      ? theme.muted
      : y > x === (by === 'score')
        ? (theme.palette[2] ?? theme.text)
        : (theme.palette[1] ?? theme.text)
  const { wins, losses, ties, cases } = pairs
  const description =
    by === 'score'
      ? `${names.candidate} scored higher in ${wins} cases, lower in ${losses}, the same in ${ties} of ${cases}. Larger points are more cases; above the line it is better.`
      : `What each case cost with ${names.candidate} against ${names.baseline}; below the line it is cheaper.`
  const side = (name: string) => ({
    ...axis(theme, `${by === 'score' ? 'score' : '$ per case'} of ${name}`),
    type: 'value' as const,
    min: 0,
    max: highest,
    axisLabel: {
      color: theme.muted,
      hideOverlap: true,
      ...(by === 'cost' ? { formatter: usdText, showMaxLabel: false } : {}),
    },
  })
  return {
    title: by === 'score' ? 'Score, case by case' : 'Cost, case by case',
    description,
    option: {
      ...baseOption(theme, description),
      grid: { left: 76, right: 28, top: 32, bottom: 52 },
      xAxis: side(names.baseline),
      yAxis: { ...side(names.candidate), nameGap: 56 },
      series: [
        {
          type: 'line',
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'dashed', width: 1 },
          data: [
            [0, 0],
            [highest, highest],
          ],
        },
        {
          type: 'scatter',
          name: PAIR_SERIES,
          cursor: 'pointer',
          data: all.map((spot) => ({
            value: [spot.x, spot.y],
            name: spot.rows.length === 1 ? `case ${(spot.rows[0] ?? 0) + 1}` : `${spot.rows.length} cases`,
            symbol: spot.x === spot.y ? 'circle' : spot.y > spot.x ? 'triangle' : 'diamond',
            symbolSize: Math.min(34, 6 + 2 * Math.sqrt(spot.rows.length - 1)),
            itemStyle: { color: tone(spot), opacity: 0.75 },
            label: {
              position: spot.x > highest * 0.8 ? ('left' as const) : ('right' as const),
              // Not on the axis' line.
              offset: spot.y < highest * 0.05 ? [0, -9] : [0, 0],
            },
          })),
          // Few places hold many cases each: their numbers say more than their sizes.
          label: {
            show: by === 'score' && all.length <= MAX_COUNTED,
            color: theme.text,
            fontSize: 11,
            formatter: ({ dataIndex }) => String(all[dataIndex]?.rows.length ?? ''),
          },
        },
      ],
    },
    table: {
      head: [
        'case',
        `score of ${names.baseline}`,
        `score of ${names.candidate}`,
        `$ of ${names.baseline}`,
        `$ of ${names.candidate}`,
      ],
      rows: pairs.points.map((point) => [
        point.row + 1,
        point.baselineScore,
        point.candidateScore,
        usdOf(point.baselineNanoUsd),
        usdOf(point.candidateNanoUsd),
      ]),
    },
  }
}

/** More numbers than this would cover one another. */
const MAX_COUNTED = 16

/** Which series of the paired chart holds the cases. */
export const PAIR_SERIES = 'Cases'

/** How the columns of the eval set's runs did, from the oldest run to the newest. */
export function trendChart(runs: readonly TrendRun[], by: 'score' | 'cost', theme: ChartTheme): RunChart {
  const all = runs.flatMap(({ columns }) => columns)
  const modelIds = [...new Set(all.map(({ modelId }) => modelId))]
  const keys = new Map(
    all.map(({ variantLabel, modelId, promptName }) => [
      `${promptName} ${variantLabel} ${modelId}`,
      {
        name: `${variantLabel} · ${modelId.slice(modelId.indexOf('/') + 1)}`,
        variantLabel,
        modelNo: modelIds.indexOf(modelId),
      },
    ]),
  )
  const figureOf = (run: TrendRun, key: string) => {
    const column = run.columns.find((c) => `${c.promptName} ${c.variantLabel} ${c.modelId}` === key)
    if (!column) return null
    if (by === 'score') return column.meanScore
    return column.costPer1000NanoUsd === null ? null : nanoToUsd(column.costPer1000NanoUsd)
  }
  // Those with the most runs first: a line needs two.
  const drawn = [...keys]
    .map(([key, line]) => ({ ...line, values: runs.map((run) => figureOf(run, key)) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .toSorted((a, b) => known(b.values) - known(a.values))
  const labels = runs.map(
    ({ name, createdAt, hasSameCases }) => `${createdAt.slice(0, 10)} ${name}${hasSameCases ? '' : ' *'}`,
  )
  const changed = runs.some(({ hasSameCases }) => !hasSameCases) ? ' Runs marked * had other cases or assertions.' : ''
  const left = drawn.length > MAX_LINES ? ` The ${MAX_LINES} columns with the most runs of ${drawn.length}.` : ''
  const description = `${by === 'score' ? 'Mean score' : 'Cost of 1,000 calls'} in ${runs.length} runs of this eval set.${left}${changed}`
  return {
    title: by === 'score' ? 'Quality over time' : 'Cost over time',
    description,
    option: {
      ...baseOption(theme, description),
      legend: lineNames(theme),
      xAxis: {
        ...axis(theme, ''),
        type: 'category',
        data: labels,
        axisLabel: {
          color: theme.muted,
          hideOverlap: true,
          lineHeight: 15,
          // Names of runs of one set begin alike and are long: the tooltip and the table have them.
          formatter: (_label: string, index: number) => timeText(runs[index]),
        },
      },
      yAxis: {
        ...axis(theme, by === 'score' ? 'mean score' : '$ per 1,000', true),
        type: 'value',
        min: 0,
        ...(by === 'score' ? { max: 1 } : {}),
        axisLabel: { color: theme.muted, ...(by === 'cost' ? { formatter: usdText } : {}) },
      },
      series: drawn.slice(0, MAX_LINES).map(({ values, ...line }) => ({
        ...namedLine(theme, line),
        connectNulls: true,
        tooltip: { valueFormatter: (value) => (by === 'cost' ? usdText(Number(value)) : Number(value).toFixed(3)) },
        data: values,
      })),
    },
    table: { head: ['column', ...labels], rows: drawn.map(({ name, values }) => [name, ...values]) },
  }
}

/** "2026-11-22" over "01:20", in UTC as the charts by the minute; with the star of other cases. */
function timeText(run: TrendRun | undefined): string {
  if (!run) return ''
  return `${run.createdAt.slice(0, 10)}\n${run.createdAt.slice(11, 16)}${run.hasSameCases ? '' : ' *'}`
}

function known(values: readonly (number | null)[]): number {
  return values.filter((value) => value !== null).length
}

function usdOf(nanoUsd: number | null): number | null {
  return nanoUsd === null ? null : nanoToUsd(nanoUsd)
}
