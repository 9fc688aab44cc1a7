import { nanoToUsd } from '../domain/money.ts'
import type { LeverCurve } from '../domain/savings.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, percentText, type RunChart, usdText } from './run-chart.ts'

type Unit = LeverCurve['xUnit']
type Series = LeverCurve['series'][number]

/** A lever's curve: its own line strong, what it must beat dashed, bounds dotted, the chosen point marked; intervals as bars. */
export function leverCurveChart(curve: LeverCurve, theme: ChartTheme): RunChart {
  const { title, note, series, xLabel, yLabel, xUnit, yUnit, xScale = 'linear' } = curve
  const own = series.filter(({ role }) => role === 'line' || role === 'points')
  const colorOf = (one: Series) =>
    one.role === 'chosen'
      ? theme.text
      : one.role === 'line' || one.role === 'points'
        ? (theme.palette[own.indexOf(one) % theme.palette.length] ?? theme.text)
        : theme.muted
  const ys = series.flatMap(({ points }) => points.map(({ y, low }) => low ?? y))
  const isShare = yUnit === 'ratio' && Math.min(...ys) > 0.4
  return {
    title,
    description: `${title}. ${note}`,
    option: {
      ...baseOption(theme, note),
      backgroundColor: 'transparent',
      grid: { left: 60, right: 24, top: 34 + 18 * legendLines(series), bottom: 48 },
      legend: {
        top: 4,
        left: 4,
        type: 'plain',
        textStyle: { color: theme.text, fontSize: 11 },
        itemWidth: 18,
        itemHeight: 6,
      },
      xAxis: {
        ...axis(theme, xLabel),
        type: xScale === 'log' ? 'log' : 'value',
        scale: xScale !== 'log',
        axisLabel: { color: theme.muted, hideOverlap: true, formatter: (value: number) => unitText(value, xUnit) },
      },
      yAxis: {
        ...axis(theme, isShare ? `${yLabel} (axis not from 0)` : yLabel, true),
        type: 'value',
        ...(isShare ? { scale: true } : { min: 0 }),
        axisLabel: { color: theme.muted, formatter: (value: number) => unitText(value, yUnit) },
      },
      series: series.flatMap((one) => [
        lineOf(one, { color: colorOf(one), xUnit, yUnit }),
        ...bars(one, colorOf(one), curve),
      ]),
    },
    table: {
      head: ['series', xLabel, yLabel, 'low', 'high', 'what'],
      rows: series.flatMap(({ name, points }) =>
        points.map(({ x, y, low, high, label }) => [name, x, y, low ?? null, high ?? null, label ?? null]),
      ),
    },
  }
}

function lineOf(
  { name, role, points }: Series,
  { color, xUnit, yUnit }: { readonly color: string; readonly xUnit: Unit; readonly yUnit: Unit },
) {
  const isPoint = role === 'points' || role === 'chosen'
  return {
    type: isPoint ? ('scatter' as const) : ('line' as const),
    name,
    symbol: role === 'chosen' ? 'diamond' : 'circle',
    symbolSize: role === 'chosen' ? 12 : isPoint ? 8 : points.length > 25 ? 0 : 5,
    itemStyle: { color },
    ...(isPoint ? {} : { lineStyle: { color, width: role === 'line' ? 2 : 1.25, type: LINE[role] } }),
    z: role === 'chosen' ? 5 : 3,
    tooltip: {
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const point = points[dataIndex]
        return point
          ? `${name}\n${point.label ?? `${unitText(plain(point.x, xUnit), xUnit)}: ${unitText(plain(point.y, yUnit), yUnit)}`}`
          : name
      },
    },
    data: points.map(({ x, y }) => [plain(x, xUnit), plain(y, yUnit)]),
  }
}

const LINE: Readonly<Record<Series['role'], 'solid' | 'dashed' | 'dotted'>> = {
  line: 'solid',
  reference: 'dashed',
  bound: 'dotted',
  points: 'solid',
  chosen: 'solid',
}

/** Upright bars from low to high, as lines of two points each. */
function bars({ points }: Series, color: string, { xUnit, yUnit }: LeverCurve) {
  const known = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x, low, high }],
  )
  return known.slice(0, MAX_BARS).map(({ x, low, high }) => ({
    type: 'line' as const,
    silent: true,
    symbol: 'rect',
    symbolSize: [7, 1.5],
    itemStyle: { color },
    lineStyle: { color, width: 1, opacity: 0.6 },
    data: [low, high].map((y) => [plain(x, xUnit), plain(y, yUnit)]),
  }))
}

/** Lines that the legend takes beside a chart of about 480 px, at some 6 px a letter. */
function legendLines(series: readonly Series[]): number {
  return Math.max(1, Math.ceil(series.reduce((sum, { name }) => sum + name.length * 6.2 + 40, 0) / 480))
}

/** More only hide one another. */
const MAX_BARS = 24

function plain(value: number, unit: Unit): number {
  return unit === 'usd' ? nanoToUsd(value) : value
}

/** Of a value as it is drawn: dollars, not nano-dollars. */
function unitText(value: number, unit: Unit): string {
  switch (unit) {
    case 'usd':
      return usdText(value)
    case 'ratio':
      return percentText(value)
    case 'seconds':
      return value >= 3600
        ? `${Number((value / 3600).toPrecision(3))} h`
        : value >= 60
          ? `${Number((value / 60).toPrecision(3))} min`
          : `${Number(value.toPrecision(3))} s`
    case 'number':
    case 'tokens':
      return Number(value.toPrecision(4)).toLocaleString('en-US')
    default:
      return unit satisfies never
  }
}
