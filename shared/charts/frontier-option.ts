import type { CustomSeriesOption, EChartsOption } from 'echarts'
import { formatUsd } from '../cost/format-usd.ts'
import { usdToNano } from '../domain/money.ts'
import type { ChartTheme } from './chart-theme.ts'
import type { FrontierPoint } from './frontier-points.ts'

/** Costs that span more than this many times are drawn on a logarithmic axis, else the cheap ones stick to the edge. */
const LOG_SPAN = 40
const ERROR_BAR_CAP_PX = 4

/** Quality against cost with error bars both ways and the Pareto front: the same drawing in every host and file. */
export function frontierOption(points: readonly FrontierPoint[], theme: ChartTheme): EChartsOption {
  const costs = points.flatMap((point) => [point.costLowUsd, point.costHighUsd]).filter((cost) => cost > 0)
  const isLog = costs.length > 0 && Math.max(...costs) / Math.min(...costs) > LOG_SPAN
  const lowest = Math.min(1, ...points.map((point) => point.qualityLow))
  const floor = lowest > 0.3 ? Math.floor((lowest - 0.05) * 10) / 10 : 0
  const variants = [...new Set(points.map((point) => point.variantLabel))]
  const colourOf = (point: FrontierPoint) => theme.palette[variants.indexOf(point.variantLabel) % theme.palette.length] ?? theme.text
  const front = points.filter((point) => point.isOnFront).toSorted((a, b) => a.costUsd - b.costUsd)
  return {
    backgroundColor: theme.background,
    animation: false,
    aria: { enabled: true, label: { description: describeFrontier(points) } },
    textStyle: { color: theme.text, fontFamily: 'system-ui, sans-serif', fontSize: 12 },
    grid: { left: 64, right: 40, top: 36, bottom: 52 },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      backgroundColor: theme.background,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontSize: 12 },
      formatter: (params) => describePoint(points[(Array.isArray(params) ? params[0] : params)?.dataIndex ?? -1]),
    },
    xAxis: {
      type: isLog ? 'log' : 'value',
      name: `$ per 1,000 calls${isLog ? ' (logarithmic)' : ''}`,
      nameLocation: 'middle',
      nameGap: 32,
      ...(isLog ? {} : { min: 0 }),
      axisLabel: { color: theme.muted, formatter: (value: number) => formatUsd(usdToNano(value)), hideOverlap: true },
      axisLine: { lineStyle: { color: theme.muted } },
      splitLine: { lineStyle: { color: theme.line } },
      nameTextStyle: { color: theme.muted },
    },
    yAxis: {
      type: 'value',
      name: floor > 0 ? `passed (axis starts at ${Math.round(floor * 100)} %)` : 'passed',
      nameTextStyle: { color: theme.muted, align: 'left', padding: [0, 0, 0, -48] },
      min: floor,
      max: 1,
      axisLabel: { color: theme.muted, formatter: (value: number) => `${Math.round(value * 100)} %` },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: [
      {
        type: 'line',
        name: 'Pareto front',
        step: 'end',
        silent: true,
        symbol: 'none',
        lineStyle: { color: theme.front, width: 1, type: 'dashed' },
        data: front.map((point) => [point.costUsd, point.quality]),
        z: 1,
      },
      errorBars(points, colourOf),
      {
        type: 'scatter',
        name: 'Variants on models',
        symbolSize: 11,
        data: points.map((point) => ({
          value: [point.costUsd, point.quality],
          name: point.label,
          itemStyle: {
            color: point.isSimulation ? theme.background : colourOf(point),
            borderColor: colourOf(point),
            borderWidth: 2,
            opacity: point.isOnFront ? 1 : 0.75,
          },
        })),
        label: { show: true, position: 'right', distance: 8, formatter: '{b}', color: theme.text, fontSize: 11 },
        labelLayout: { moveOverlap: 'shiftY', hideOverlap: false },
        z: 3,
      },
    ],
  }
}

/** Error bars both ways: quality's 95 % interval upright, cost's across. */
function errorBars(points: readonly FrontierPoint[], colourOf: (point: FrontierPoint) => string): CustomSeriesOption {
  return {
    type: 'custom',
    name: '95 % intervals',
    silent: true,
    z: 2,
    data: points.map((point) => [point.costUsd, point.quality, point.costLowUsd, point.costHighUsd, point.qualityLow, point.qualityHigh]),
    renderItem: (params, api) => {
      const point = points[params.dataIndex]
      if (!point) return null
      const [left, y] = api.coord([point.costLowUsd, point.quality])
      const [right] = api.coord([point.costHighUsd, point.quality])
      const [x, bottom] = api.coord([point.costUsd, point.qualityLow])
      const [, top] = api.coord([point.costUsd, point.qualityHigh])
      if (left === undefined || right === undefined || x === undefined || y === undefined || top === undefined || bottom === undefined) return null
      const style = { stroke: colourOf(point), lineWidth: 1.25, opacity: 0.7 }
      const bar = (x1: number, y1: number, x2: number, y2: number) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style })
      const cap = ERROR_BAR_CAP_PX
      return {
        type: 'group',
        children: [
          bar(x, top, x, bottom),
          bar(x - cap, top, x + cap, top),
          bar(x - cap, bottom, x + cap, bottom),
          bar(left, y, right, y),
          bar(left, y - cap, left, y + cap),
          bar(right, y - cap, right, y + cap),
        ],
      }
    },
  }
}

function describePoint(point: FrontierPoint | undefined): string {
  if (!point) return ''
  const percent = (rate: number) => (rate * 100).toFixed(1)
  const cost = (usd: number) => formatUsd(usdToNano(usd))
  return [
    point.label + (point.isSimulation ? ' (simulation)' : ''),
    `passed ${percent(point.quality)} % (95 %: ${percent(point.qualityLow)} to ${percent(point.qualityHigh)}), n = ${point.scored}`,
    `${cost(point.costUsd)} per 1,000 (95 %: ${cost(point.costLowUsd)} to ${cost(point.costHighUsd)})`,
    point.isOnFront ? 'on the Pareto front' : 'beaten in both quality and cost',
  ].join('\n')
}

/** What the picture shows, for those who cannot see it. */
export function describeFrontier(points: readonly FrontierPoint[]): string {
  if (points.length === 0) return 'No variant has both a score and a price yet.'
  return `Quality against cost. ${points.map((point) => describePoint(point).replaceAll('\n', ', ')).join('. ')}.`
}
