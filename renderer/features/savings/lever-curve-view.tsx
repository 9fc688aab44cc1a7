import { leverCurveChart } from '../../../shared/charts/lever-curve-chart.ts'
import type { LeverCurve } from '../../../shared/domain/savings.ts'
import { ChartView } from '../../charts/chart-view.tsx'
import { useChartTheme } from '../../charts/use-chart-theme.ts'
import styles from './lever-curve-view.module.css'

/** A lever's curve with the sentence that says how to read it. */
export function LeverCurveView({ curve }: { readonly curve: LeverCurve }) {
  const theme = useChartTheme()
  const { option, description } = leverCurveChart(curve, theme)
  return (
    <figure className={styles.figure}>
      <figcaption>{curve.title}</figcaption>
      <div className={styles.chart}>
        <ChartView option={option} description={description} testId="lever-curve" />
      </div>
      <p className="muted">{curve.note}</p>
    </figure>
  )
}
