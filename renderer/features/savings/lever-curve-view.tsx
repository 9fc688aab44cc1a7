import { leverCurveChart } from '../../../shared/charts/lever-curve-chart.ts'
import type { LeverCurve } from '../../../shared/domain/savings.ts'
import { ChartWithFiles } from '../../chart-files/chart-with-files.tsx'
import { useChartTheme } from '../../charts/use-chart-theme.ts'
import styles from './lever-curve-view.module.css'

/** A lever's curve with the sentence that says how to read it. */
export function LeverCurveView({ curve, runName }: { readonly curve: LeverCurve; readonly runName: string }) {
  const theme = useChartTheme()
  return (
    <figure className={styles.figure}>
      <figcaption>{curve.title}</figcaption>
      <ChartWithFiles chart={leverCurveChart(curve, theme)} ownerName={runName} height={260} testId="lever-curve" />
      <p className="muted">{curve.note}</p>
    </figure>
  )
}
