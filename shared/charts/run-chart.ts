import type { EChartsOption } from 'echarts'
import { formatUsd } from '../cost/format-usd.ts'
import { usdToNano } from '../domain/money.ts'
import { variantSlot } from '../domain/variant-slot.ts'
import type { ChartTheme } from './chart-theme.ts'

/** A chart with its numbers: for the eye, for those who do not see it, and for files. */
export interface RunChart {
  readonly title: string
  /** What it shows, in a sentence or two. */
  readonly description: string
  readonly option: EChartsOption
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] }
}

/** More lines than this cannot be told apart. */
export const MAX_LINES = 8

/** What all of a run's charts have in common. */
export function baseOption(theme: ChartTheme, description: string) {
  return {
    backgroundColor: theme.background,
    animation: false,
    aria: { enabled: true, label: { description } },
    textStyle: { color: theme.text, fontFamily: 'system-ui, sans-serif', fontSize: 12 },
    grid: { left: 64, right: 184, top: 44, bottom: 52 },
    tooltip: {
      trigger: 'item' as const,
      // Never HTML: names come from people and models.
      renderMode: 'richText' as const,
      backgroundColor: theme.background,
      borderColor: theme.muted,
      textStyle: { color: theme.text, fontSize: 12 },
    },
  }
}

/** An axis that says its unit. */
export function axis(theme: ChartTheme, name: string, isUpright = false) {
  return {
    name,
    ...(isUpright ? { nameGap: 16 } : { nameLocation: 'middle' as const, nameGap: 32 }),
    nameTextStyle: {
      color: theme.muted,
      fontSize: 12,
      ...(isUpright ? { align: 'left' as const, padding: [0, 0, 0, -52] } : {}),
    },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.muted } },
    axisLabel: { color: theme.muted, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
  }
}

/** One row for each column of the run, from the first at the top. */
export function columnAxis(theme: ChartTheme, names: readonly string[]) {
  return {
    ...axis(theme, ''),
    type: 'category' as const,
    inverse: true,
    data: [...names],
    splitLine: { show: false },
    axisLabel: { color: theme.text, width: 156, overflow: 'truncate' as const, hideOverlap: true },
  }
}

/** The names of the lines, to the right of them: at their ends they would lie over one another, since lines end close together. */
export function lineNames(theme: ChartTheme) {
  return {
    type: 'scroll' as const,
    orient: 'vertical' as const,
    right: 8,
    top: 44,
    bottom: 52,
    itemWidth: 26,
    itemHeight: 8,
    itemGap: 12,
    textStyle: { color: theme.text, fontSize: 11, width: 132, overflow: 'truncate' as const },
  }
}

/** A variant has one colour in every chart; models differ by symbol and stroke. */
export function namedLine(
  theme: ChartTheme,
  { name, variantLabel, modelNo }: { readonly name: string; readonly variantLabel: string; readonly modelNo: number },
) {
  const color = theme.palette[variantSlot(variantLabel)] ?? theme.text
  return {
    type: 'line' as const,
    name,
    symbol: ['circle', 'rect', 'triangle', 'diamond'][modelNo % 4] ?? 'circle',
    symbolSize: 7,
    itemStyle: { color },
    lineStyle: { color, width: 1.75, type: (['solid', 'dashed', 'dotted'] as const)[modelNo % 3] ?? 'solid' },
  }
}

export const usdText = (usd: number) => formatUsd(usdToNano(usd))
export const percentText = (share: number) => `${Math.round(share * 100)} %`
