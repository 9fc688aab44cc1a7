import { useComputedColorScheme } from '@mantine/core'
import { type ChartTheme, darkChart, lightChart } from '../../../../shared/charts/chart-theme.ts'

/** The colours of charts under the scheme that is on. */
export function useChartTheme(): ChartTheme {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  return scheme === 'dark' ? darkChart : lightChart
}
