import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { SavingsWish } from '../../../../shared/domain/savings.ts'
import { useRoute } from '../../../client/use-route.ts'
import { percentText } from '../../../ui/figures.ts'
import styles from './spend.module.css'

/** What of a month's bill is paid for repeated context, for too large a model and for too long answers. */
export function SpendBuckets({ wish }: { readonly wish: SavingsWish }) {
  const { data, error } = useRoute('savings.buckets', wish, { keepPrevious: true })
  return (
    <section className={`${styles.panel} ${styles.wide}`} aria-label="Paid without need" data-testid="spend-buckets">
      <h3>Paid without need</h3>
      {error ? <p role="alert">{error.message}</p> : null}
      {data === undefined && !error ? <p className={styles.note}>Looking for what could be spared…</p> : null}
      {data === null ? (
        <p className={styles.note}>Unknown: it takes a run with priced answers. Run the prompt on an eval set.</p>
      ) : null}
      {data ? (
        <>
          <table className={styles.table}>
            <thead className="visually-hidden">
              <tr>
                <th>Kind</th>
                <th>Per month</th>
                <th>Share</th>
                <th>How it was told</th>
              </tr>
            </thead>
            <tbody>
              {data.buckets.map(({ id, label, nanoUsd, note }) => (
                <tr key={id}>
                  <td className={styles.label}>{label}</td>
                  <td className={styles.number}>{nanoUsd === null ? 'unknown' : `≈ ${formatUsd(nanoUsd)}`}</td>
                  <td className={styles.number}>
                    {percentText(nanoUsd === null || data.monthNanoUsd <= 0 ? null : nanoUsd / data.monthNanoUsd)}
                  </td>
                  <td>{note}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.note}>
            {`Of ${formatUsd(data.monthNanoUsd)} a month for ${data.label}, by the run “${data.runName}”. They overlap and do not add up; Levers tells what can be had of them.`}
          </p>
        </>
      ) : null}
    </section>
  )
}
