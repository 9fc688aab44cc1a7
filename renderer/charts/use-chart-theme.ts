import { type ChartTheme, darkChart, lightChart } from '../../shared/charts/chart-theme.ts'
import { useDrawnScheme } from '../theme/use-drawn-scheme.ts'

/** The colours of charts under the scheme that is on. */
export function useChartTheme(): ChartTheme {
  const scheme = useDrawnScheme()
  return scheme === 'dark' ? darkChart : lightChart
}
