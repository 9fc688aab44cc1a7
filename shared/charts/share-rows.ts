import type { CustomSeriesOption } from 'echarts'
import { variantSlot } from '../domain/variant-slot.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, columnAxis, type RunChart } from './run-chart.ts'

export interface ShareRow {
  readonly name: string
  readonly variantLabel: string
  /** By label; they add up to 1. */
  readonly shares: readonly number[]
}

interface ShareRows {
  readonly title: string
  readonly description: string
  readonly xName: string
  readonly labels: readonly string[]
  readonly rows: readonly ShareRow[]
}

/** The strongest tint on which the text keeps 4.5 : 1, in light and dark. */
const MAX_TINT = 0.5
const LEAST_LABELLED = 0.005

/** A strip for each column, tinted by how much of it lies in each bin, with the share written in. */
export function shareRowsChart({ title, description, xName, labels, rows }: ShareRows, theme: ChartTheme): RunChart {
  const cells = rows.flatMap(({ shares }, row) => shares.map((share, bin) => [bin, row, share]))
  return {
    title,
    description,
    option: {
      ...baseOption(theme, description),
      grid: { left: 170, right: 28, top: 20, bottom: 52 },
      xAxis: {
        ...axis(theme, xName),
        type: 'category',
        data: [...labels],
        splitLine: { show: false },
        axisLabel: { color: theme.muted, fontSize: 11, interval: 0, hideOverlap: true },
      },
      yAxis: columnAxis(
        theme,
        rows.map(({ name }) => name),
      ),
      series: [
        {
          type: 'custom',
          name: 'share',
          data: cells,
          encode: { x: 0, y: 1 },
          tooltip: {
            formatter: (params) => {
              const { dataIndex } = Array.isArray(params) ? { dataIndex: -1 } : params
              const [bin = 0, row = 0, share = 0] = cells[dataIndex] ?? []
              return `${rows[row]?.name ?? ''}, ${labels[bin] ?? ''}: ${shareText(share)}`
            },
          },
          renderItem: drawCell(rows, theme),
        },
      ],
    },
    table: {
      head: ['column', ...labels],
      rows: rows.map(({ name, shares }) => [name, ...shares.map((share) => Number(share.toFixed(4)))]),
    },
  }
}

function drawCell(rows: readonly ShareRow[], theme: ChartTheme): NonNullable<CustomSeriesOption['renderItem']> {
  return (_params, api) => {
    const [bin, row, share] = [Number(api.value(0)), Number(api.value(1)), Number(api.value(2))]
    const [x = 0, y = 0] = api.coord([bin, row])
    const size = api.size?.([1, 1])
    const [width = 0, step = 0] = Array.isArray(size) ? size : []
    const height = Math.min(step - 2, 40)
    const fill = theme.palette[variantSlot(rows[row]?.variantLabel ?? '')] ?? theme.text
    return {
      type: 'rect',
      shape: { x: x - width / 2 + 1, y: y - height / 2, width: width - 2, height },
      style: { fill, opacity: share === 0 ? 0.04 : 0.1 + (MAX_TINT - 0.1) * share },
      ...(share >= LEAST_LABELLED && height > 12
        ? {
            textContent: { type: 'text' as const, style: { text: shareText(share), fill: theme.text, fontSize: 11 } },
            textConfig: { position: 'inside' as const },
          }
        : {}),
    }
  }
}

function shareText(share: number): string {
  const percent = share * 100
  return `${percent < 10 && percent > 0 ? percent.toFixed(1) : Math.round(percent)} %`
}
