import type { ReactNode } from 'react'
import type { RunChart } from '../../../../shared/charts/run-chart.ts'
import { ChartActions } from '../../../chart-files/chart-actions.tsx'
import { ChartNumbers } from '../../../chart-files/chart-numbers.tsx'
import { useSaveChart } from '../../../chart-files/use-save-chart.ts'
import { ChartView } from '../../../charts/chart-view.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import styles from './charts.module.css'

export interface ChartFrameProps {
  readonly chart: RunChart
  readonly runName: string
  /** Choices of this chart. */
  readonly controls?: ReactNode
  readonly onPointClick?: (seriesName: string, dataIndex: number) => void
  readonly beside?: ReactNode
}

/** A chart with its words, its numbers as a table, and all of it as files. */
export function ChartFrame({ chart, runName, controls, onPointClick, beside }: ChartFrameProps) {
  const save = useSaveChart(runName)
  const [hasTable, setHasTable] = useRemembered('charts.table', false)
  const { title, description, option } = chart

  return (
    <section className={styles.frame} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <p className="muted">{description}</p>
        <div className={styles.actions}>
          {controls}
          <ChartActions hasTable={hasTable} onTable={setHasTable} onSave={(format) => void save(chart, format)} />
        </div>
      </header>
      <div className={styles.pictures}>
        <div className={styles.picture}>
          <ChartView
            option={option}
            description={description}
            testId="run-chart"
            {...(onPointClick ? { onPointClick } : {})}
          />
        </div>
        {beside ? <div className={styles.beside}>{beside}</div> : null}
      </div>
      <div className={hasTable ? styles.table : 'visually-hidden'}>
        <ChartNumbers chart={chart} />
      </div>
    </section>
  )
}
