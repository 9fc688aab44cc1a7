import type { ReactNode } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import { percentText, plural } from '../../../ui/figures.ts'
import styles from './spend.module.css'

export interface SpendRow {
  readonly id: string
  readonly label: string
  /** Null = unknown. */
  readonly nanoUsd: NanoUsd | null
  readonly count: number
  /** Absent = nothing to look into. */
  readonly onOpen?: () => void
}

interface SpendTableProps {
  readonly title: string
  /** What `count` counts, in the singular. */
  readonly unit: string
  readonly totalNanoUsd: NanoUsd
  readonly rows: readonly SpendRow[]
  readonly note?: string | undefined
  readonly testId?: string
  readonly pager?: ReactNode
}

/** Parts of a sum with their shares as bars; a row that opens narrows everything to it. */
export function SpendTable({ title, unit, totalNanoUsd, rows, note, testId, pager }: SpendTableProps) {
  return (
    <section className={styles.panel} aria-label={title} data-testid={testId}>
      <h3>{title}</h3>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead className="visually-hidden">
            <tr>
              <th>Part</th>
              <th>Spend</th>
              <th>Share</th>
              <th>{unit}s</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, label, nanoUsd, count, onOpen }) => {
              const share = nanoUsd === null || totalNanoUsd <= 0 ? null : nanoUsd / totalNanoUsd
              return (
                <tr key={id}>
                  <td className={styles.label} title={label}>
                    {onOpen ? (
                      <button type="button" onClick={onOpen}>
                        {label}
                      </button>
                    ) : (
                      label
                    )}
                  </td>
                  <td className={styles.number}>{formatUsd(nanoUsd)}</td>
                  <td className={styles.share}>
                    <span style={{ width: `${Math.min(100, (share ?? 0) * 100)}%` }} />
                  </td>
                  <td className={styles.number}>{percentText(share)}</td>
                  <td className={styles.count}>{plural(count, unit)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {note ? <p className={styles.note}>{note}</p> : null}
      {pager}
    </section>
  )
}
