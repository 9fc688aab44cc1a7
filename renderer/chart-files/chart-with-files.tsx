import { useState } from 'react'
import type { RunChart } from '../../shared/charts/run-chart.ts'
import { ChartView } from '../charts/chart-view.tsx'
import { ChartActions } from './chart-actions.tsx'
import { ChartNumbers } from './chart-numbers.tsx'
import styles from './chart-with-files.module.css'
import { useSaveChart } from './use-save-chart.ts'

export interface ChartWithFilesProps {
  readonly chart: RunChart
  /** Whose chart it is; begins the names of its files. */
  readonly ownerName: string
  /** Of the picture, in pixels. */
  readonly height: number
  readonly testId: string
}

/** A chart within a page: the picture, below it what saves it, and its numbers when asked for. */
export function ChartWithFiles({ chart, ownerName, height, testId }: ChartWithFilesProps) {
  const save = useSaveChart(ownerName)
  const [hasTable, setHasTable] = useState(false)
  return (
    <div>
      <div style={{ height }}>
        <ChartView option={chart.option} description={chart.description} testId={testId} />
      </div>
      <div className={styles.actions} data-testid={`${testId}-files`}>
        <ChartActions isSmall hasTable={hasTable} onTable={setHasTable} onSave={(format) => void save(chart, format)} />
      </div>
      {hasTable ? (
        <div className={styles.numbers}>
          <ChartNumbers chart={chart} />
        </div>
      ) : null}
    </div>
  )
}
