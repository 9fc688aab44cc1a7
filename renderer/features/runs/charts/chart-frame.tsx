import type { ReactNode } from 'react'
import type { RunChart } from '../../../../shared/charts/run-chart.ts'
import { fileStem } from '../../../../shared/export/file-stem.ts'
import { csvLine, csvStart } from '../../../../shared/report/render-csv.ts'
import type { Field } from '../../../../shared/report/result-records.ts'
import { chartPngBase64, chartSvgText } from '../../../charts/chart-image.ts'
import { ChartView } from '../../../charts/chart-view.tsx'
import { useSaveFile } from '../../../client/save-file.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { notifyDone } from '../../../ui/notify.tsx'
import { ChartActions, type ChartFormat } from './chart-actions.tsx'
import styles from './charts.module.css'

const FILE_SIZE = { width: 1000, height: 620 }
/** More rows stay in the file. */
const SHOWN_ROWS = 200

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
  const save = useSaveFile()
  const [hasTable, setHasTable] = useRemembered('charts.table', false)
  const { title, description, option, table } = chart

  async function saveAs(format: ChartFormat): Promise<void> {
    const fileName = `${fileStem(runName)}-${fileStem(title)}.${format}`
    const csv = () => csvStart + [table.head, ...table.rows].map(csvLine).join('')
    const isSaved = await save(
      format === 'png'
        ? { fileName, mediaType: 'image/png', body: chartPngBase64(option, FILE_SIZE), encoding: 'base64' }
        : format === 'svg'
          ? { fileName, mediaType: 'image/svg+xml', body: chartSvgText(option, FILE_SIZE, `${title}: ${runName}`) }
          : { fileName, mediaType: 'text/csv', body: csv() },
    )
    if (isSaved) notifyDone(`Saved ${fileName}.`)
  }

  return (
    <section className={styles.frame} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <p className="muted">{description}</p>
        <div className={styles.actions}>
          {controls}
          <ChartActions hasTable={hasTable} onTable={setHasTable} onSave={(format) => void saveAs(format)} />
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
        <table aria-label={`${title}: the numbers`} data-testid="chart-numbers">
          <thead>
            <tr>
              {table.head.map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, SHOWN_ROWS).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows are made anew with the chart
              <tr key={index}>
                {row.map((field, at) => (
                  <td key={table.head[at]}>{fieldText(field)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {table.rows.length > SHOWN_ROWS ? <p className="muted">More rows stand in the CSV file.</p> : null}
      </div>
    </section>
  )
}

function fieldText(field: Field): string {
  if (field === null) return '–'
  return typeof field === 'number' ? String(Number(field.toPrecision(6))) : field
}
