import { Fragment } from 'react'
import type { Cell } from '../../../../shared/domain/run.ts'
import type { AssertionResult } from '../../../../shared/domain/score.ts'
import { byMetric } from '../../../../shared/score/by-metric.ts'
import { Tag } from '../../../ui/marks.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'

/** Each assertion's word on the output, with its reason. */
export function CellScores({ cell }: { readonly cell: Cell }) {
  if (cell.assertions.length === 0) return null
  return (
    <Section
      title="Assertions"
      aside={<span className="tabular">score {cell.score === null ? '–' : cell.score.toFixed(2)}</span>}
    >
      <table className={styles.table}>
        <tbody>
          {byMetric(cell.assertions).map(({ metric, results, mean }) => (
            <Fragment key={metric}>
              {metric === '' ? null : (
                <tr className={styles.metric} data-testid="cell-metric">
                  <th colSpan={2} scope="rowgroup">
                    {metric}
                  </th>
                  <th className={styles.number}>{mean === null ? '–' : mean.toFixed(2)}</th>
                </tr>
              )}
              {results.map((result, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: assertions have no name, and their order is fixed
                <ResultRow key={index} result={result} />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function ResultRow({ result }: { readonly result: AssertionResult }) {
  return (
    <tr data-testid="cell-assertion">
      <td>
        <PassMark hasPassed={result.hasPassed} />
      </td>
      <td>
        <strong>
          {result.isNegated ? 'not-' : ''}
          {result.scorer}
        </strong>
        <div className={styles.why}>{result.reason}</div>
      </td>
      <td className={styles.number}>
        {result.score === null ? '–' : result.score.toFixed(2)}
        {result.weight === 1 ? null : <div className="muted">× {result.weight}</div>}
      </td>
    </tr>
  )
}

function PassMark({ hasPassed }: { readonly hasPassed: boolean | null }) {
  if (hasPassed === null) return <Tag tone="warn">? not judged</Tag>
  return <Tag tone={hasPassed ? 'good' : 'bad'}>{hasPassed ? '✓ passed' : '✗ failed'}</Tag>
}
