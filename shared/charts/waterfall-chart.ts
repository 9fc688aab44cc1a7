import { formatUsd } from '../cost/format-usd.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { Waterfall } from '../domain/savings.ts'
import type { ChartTheme } from './chart-theme.ts'
import { axis, baseOption, type RunChart, usdText } from './run-chart.ts'

/** From today's bill to the rest, a bar for each lever hanging where the one before ended. */
export function waterfallChart(waterfall: Waterfall, theme: ChartTheme): RunChart {
  const { todayNanoUsd, steps, restNanoUsd } = waterfall
  const bars = [
    { name: 'Today', low: 0, high: todayNanoUsd, saved: null },
    ...steps.map(({ label, savedNanoUsd, afterNanoUsd }) => ({
      name: label,
      low: Math.min(afterNanoUsd, afterNanoUsd + savedNanoUsd),
      high: Math.max(afterNanoUsd, afterNanoUsd + savedNanoUsd),
      saved: savedNanoUsd,
    })),
    { name: 'Rest', low: 0, high: restNanoUsd, saved: null },
  ]
  const told = steps.map(({ label, savedNanoUsd }) => `${label} ${changeText(savedNanoUsd)}`).join(', ')
  const description = `From ${formatUsd(todayNanoUsd)} per month to ${formatUsd(restNanoUsd)}${told === '' ? '' : `: ${told}`}.`
  const colorOf = ({ saved }: (typeof bars)[number]) =>
    saved === null ? theme.palette[0] : saved >= 0 ? theme.palette[2] : theme.palette[1]
  return {
    title: 'Savings together',
    description,
    option: {
      ...baseOption(theme, description),
      backgroundColor: 'transparent',
      grid: { left: 68, right: 16, top: 36, bottom: 46 },
      xAxis: {
        ...axis(theme, ''),
        type: 'category',
        data: bars.map(({ name }) => name),
        axisLabel: { color: theme.text, interval: 0, width: 104, overflow: 'break', fontSize: 11, lineHeight: 14 },
        splitLine: { show: false },
      },
      yAxis: {
        ...axis(theme, '$ per month', true),
        type: 'value',
        min: 0,
        splitNumber: 4,
        axisLabel: { color: theme.muted, formatter: usdText },
      },
      series: [
        {
          type: 'bar',
          name: 'below',
          stack: 'bill',
          silent: true,
          itemStyle: { color: 'transparent' },
          tooltip: { show: false },
          data: bars.map(({ low }) => nanoToUsd(low)),
        },
        {
          type: 'bar',
          name: 'bill',
          stack: 'bill',
          barMaxWidth: 72,
          data: bars.map((bar) => ({
            value: nanoToUsd(bar.high - bar.low),
            itemStyle: { color: colorOf(bar) ?? theme.text },
          })),
          label: {
            show: true,
            position: 'top',
            color: theme.text,
            fontSize: 12,
            formatter: ({ dataIndex }: { dataIndex: number }) => {
              const bar = bars[dataIndex]
              if (!bar) return ''
              return bar.saved === null ? formatUsd(bar.high) : changeText(bar.saved)
            },
          },
          tooltip: { valueFormatter: (value) => usdText(Number(value)) },
        },
      ],
    },
    table: {
      head: ['step', '$ saved per month', '$ per month after it'],
      rows: [
        ['Today', null, nanoToUsd(todayNanoUsd)],
        ...steps.map(({ label, savedNanoUsd, afterNanoUsd }) => [
          label,
          nanoToUsd(savedNanoUsd),
          nanoToUsd(afterNanoUsd),
        ]),
      ],
    },
  }
}

/** "−$1.20k": what a saving does to the bill. */
function changeText(savedNanoUsd: number): string {
  return savedNanoUsd >= 0 ? `−${formatUsd(savedNanoUsd)}` : `+${formatUsd(-savedNanoUsd)}`
}
