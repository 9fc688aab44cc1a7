import type { RunChart } from '../../shared/charts/run-chart.ts'
import type { Field } from '../../shared/report/result-records.ts'
import styles from './chart-numbers.module.css'

/** More rows stay in the file. */
const SHOWN_ROWS = 200

/** A chart's numbers as a table. */
export function ChartNumbers({ chart: { title, table } }: { readonly chart: RunChart }) {
  return (
    <>
      <table className={styles.table} aria-label={`${title}: the numbers`} data-testid="chart-numbers">
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
    </>
  )
}

function fieldText(field: Field): string {
  if (field === null) return '–'
  return typeof field === 'number' ? String(Number(field.toPrecision(6))) : field
}
