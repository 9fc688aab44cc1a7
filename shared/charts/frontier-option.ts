import type { EChartsOption } from 'echarts'
import { variantSlot } from '../domain/variant-slot.ts'
import type { ChartTheme } from './chart-theme.ts'
import { describeFrontier, describePoint } from './describe-frontier.ts'
import { type FrontierAxis, frontierAxes } from './frontier-axis.ts'
import { BEATEN_OPACITY, frontierMarks } from './frontier-marks.ts'
import type { FrontierPoint } from './frontier-points.ts'

/** Figures that span more than this many times are drawn on a logarithmic axis, else the small ones stick to the edge. */
const LOG_SPAN = 40
/** Models differ in shape, variants in colour. */
const SHAPES = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'arrow']

/** Which series of the option holds the points, in their order; clicks on others mean nothing. */
export const FRONTIER_POINT_SERIES = 'Variants on models'

export interface FrontierChoices {
  /** What the points are held against; left out: cost. */
  readonly axis?: FrontierAxis
  /** auto: logarithmic where the figures span much. */
  readonly scale?: 'auto' | 'linear' | 'log'
  /** The baseline's place and the least quality that is still not worse than it: what lies in between is less and good enough. */
  readonly region?: { readonly x: number; readonly leastQuality: number } | null
}

/** Quality against cost, latency or tokens with error bars both ways and the Pareto front: the same drawing in every host and file. */
export function frontierOption(
  points: readonly FrontierPoint[],
  theme: ChartTheme,
  { axis: against = frontierAxes.cost, scale = 'auto', region = null }: FrontierChoices = {},
): EChartsOption {
  const lows = points.map((point) => (point.xLow > 0 ? point.xLow : point.x)).filter((value) => value > 0)
  const isWide = lows.length > 0 && Math.max(...points.map((point) => point.xHigh)) / Math.min(...lows) > LOG_SPAN
  // A logarithmic axis has no place for zero.
  const canBeLog = lows.length > 0 && lows.length === points.length
  const isLog = canBeLog && (scale === 'auto' ? isWide : scale === 'log')
  const floor = qualityFloor(points)
  const models = [...new Set(points.map((point) => point.modelId))]
  const colourOf = (point: FrontierPoint) => theme.palette[variantSlot(point.variantLabel)] ?? theme.text
  const front = points.filter((point) => point.isOnFront).toSorted((a, b) => a.x - b.x)
  const knee = points.find((point) => point.isKnee)
  const { min, max } = rangeOf(points, isLog)
  // Whoever pays more than the dearest point of the front gets no more than it gives.
  const beyond = front.slice(-1).map((point) => [max, point.quality])
  const axis = {
    nameTextStyle: { color: theme.muted, fontSize: 12 },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.line } },
  }
  return {
    backgroundColor: theme.background,
    animation: false,
    aria: { enabled: true, label: { description: describeFrontier(points, against) } },
    textStyle: { color: theme.text, fontFamily: 'system-ui, sans-serif', fontSize: 12 },
    grid: { left: 60, right: 28, top: 40, bottom: 52 },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      backgroundColor: theme.background,
      borderColor: theme.muted,
      textStyle: { color: theme.text, fontSize: 12, lineHeight: 18 },
      formatter: (params) =>
        describePoint(points[(Array.isArray(params) ? params[0] : params)?.dataIndex ?? -1], against),
    },
    xAxis: {
      ...axis,
      type: isLog ? 'log' : 'value',
      name: `${against.unit}${isLog ? ' (logarithmic)' : min > 0 ? ` (axis starts at ${against.text(min)})` : ''}`,
      nameLocation: 'middle',
      nameGap: 32,
      min,
      max,
      axisLabel: { color: theme.muted, formatter: against.text, hideOverlap: true },
      axisLine: { lineStyle: { color: theme.muted } },
    },
    yAxis: {
      ...axis,
      type: 'value',
      name: `${qualityName(points)}${floor > 0 ? ` (axis starts at ${Math.round(floor * 100)} %)` : ''}`,
      nameGap: 16,
      nameTextStyle: { ...axis.nameTextStyle, align: 'left', padding: [0, 0, 0, -48] },
      min: floor,
      max: 1,
      axisLabel: { color: theme.muted, formatter: (value: number) => `${Math.round(value * 100)} %` },
    },
    series: [
      ...(region === null
        ? []
        : [
            {
              type: 'line' as const,
              name: 'Less, and not worse by more than the margin',
              silent: true,
              symbol: 'none',
              lineStyle: { color: theme.palette[2] ?? theme.front, width: 1, type: 'dotted' as const },
              areaStyle: { color: theme.palette[2] ?? theme.front, opacity: 0.1, origin: 'end' as const },
              data: [
                [min, Math.max(floor, region.leastQuality)],
                [region.x, Math.max(floor, region.leastQuality)],
              ],
              z: 0,
            },
          ]),
      {
        type: 'line',
        name: 'Pareto front',
        step: 'end',
        silent: true,
        symbol: 'none',
        lineStyle: { color: theme.front, width: 1.25, type: [5, 4] },
        areaStyle: { color: theme.frontArea, origin: 'start' },
        data: [...front.map((point) => [point.x, point.quality]), ...beyond],
        z: 1,
      },
      frontierMarks(points, { colourOf, theme }),
      ...(knee ? [kneeRing(knee, theme)] : []),
      {
        type: 'scatter',
        name: FRONTIER_POINT_SERIES,
        symbolSize: 11,
        cursor: 'pointer',
        data: points.map((point) => ({
          value: [point.x, point.quality],
          name: point.label,
          symbol: SHAPES[models.indexOf(point.modelId) % SHAPES.length] ?? 'circle',
          itemStyle: {
            color: point.isSimulation ? theme.background : colourOf(point),
            borderColor: colourOf(point),
            borderWidth: 2,
            opacity: point.isOnFront ? 1 : BEATEN_OPACITY,
          },
        })),
        z: 3,
      },
    ],
  }
}

function kneeRing({ x, quality }: FrontierPoint, { text }: ChartTheme) {
  return {
    type: 'scatter' as const,
    name: 'Knee',
    silent: true,
    symbol: 'circle',
    symbolSize: 21,
    itemStyle: { color: 'transparent', borderColor: text, borderWidth: 1.5 },
    data: [[x, quality]],
    z: 2,
  }
}

/** 0, or a round tenth below everything shown where all of it is high. */
function qualityFloor(points: readonly FrontierPoint[]): number {
  const lowest = Math.min(1, ...points.map((point) => point.qualityLow))
  return lowest > 0.3 ? Math.floor((lowest - 0.05) * 10) / 10 : 0
}

/** Where all points lie close together far from zero, the axis starts beside them, and says so. */
const CLOSE_SHARE = 0.5

/** Round bounds of the axis, with room to the right of the dearest point for its name. */
function rangeOf(points: readonly FrontierPoint[], isLog: boolean): { readonly min: number; readonly max: number } {
  const highest = Math.max(...points.map((point) => point.xHigh), 0)
  if (highest === 0) return { min: 0, max: 1 }
  const lowest = Math.min(...points.map(({ xLow, x }) => (xLow > 0 ? xLow : x)))
  if (isLog) return { min: roundDown(lowest * 0.8), max: -roundDown(-highest * 1.4) }
  if (points.length > 1 && lowest > highest * CLOSE_SHARE && lowest < highest) {
    const step = roundDown((highest - lowest) / 2)
    const at = (steps: number) => Number((steps * step).toPrecision(12))
    return { min: at(Math.floor(lowest / step - 0.5)), max: at(Math.ceil(highest / step + 1)) }
  }
  const step = 10 ** Math.floor(Math.log10(highest)) / 2
  return { min: 0, max: Math.ceil((highest * 1.12) / step) * step }
}

/** The next lower 1, 2 or 5 times a power of ten; of a negative number, the next one away from zero. */
function roundDown(value: number): number {
  const size = Math.abs(value)
  const power = 10 ** Math.floor(Math.log10(size))
  const steps = [1, 2, 5, 10].map((step) => step * power)
  const found = value > 0 ? steps.findLast((step) => step <= size) : steps.find((step) => step >= size)
  return Math.sign(value) * (found ?? size)
}

function qualityName(points: readonly FrontierPoint[]): string {
  return points.every((point) => point.isPassRate) ? 'cases passed' : 'mean score'
}
