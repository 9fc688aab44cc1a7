import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { SpendBreakdown } from '../../../../shared/domain/spend-breakdown.ts'
import { countText, momentText, plural } from '../../../ui/figures.ts'
import styles from './spend.module.css'

/** Single calls that stand out, and what one call can cost at most. */
export function SpendCalls({ spend }: { readonly spend: SpendBreakdown }) {
  const { cost, outliers, worstCase } = spend
  return (
    <>
      {cost ? (
        <section className={`${styles.panel} ${styles.wide}`} aria-label="Outliers" data-testid="spend-outliers">
          <h3>Outliers</h3>
          <p className={styles.note}>
            {`${plural(cost.tenfoldCount, 'call')} of ${countText(cost.n)} cost more than 10 times the median. `}
            {cost.robustCount === null
              ? 'More than half of the calls cost the same, so a robust z says nothing.'
              : `${plural(cost.robustCount, 'call')} lie above a robust z of 5 (0.6745 × distance from the median ÷ MAD).`}
            {outliers.length > 0 && cost.tenfoldCount > outliers.length ? ` The ${outliers.length} dearest:` : null}
          </p>
          {outliers.length > 0 ? <OutlierTable outliers={outliers} /> : null}
        </section>
      ) : null}
      <section
        className={`${styles.panel} ${styles.wide}`}
        aria-label="Worst case of a call"
        data-testid="spend-worst-case"
      >
        <h3>Worst case of a call</h3>
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>Model</th>
                <th className={styles.number}>Dearest seen</th>
                <th className={styles.number}>Output cap</th>
                <th className={styles.number}>At the cap</th>
              </tr>
            </thead>
            <tbody>
              {worstCase.map(({ model, maxSeenNanoUsd, capTokens, atCapNanoUsd }) => (
                <tr key={model}>
                  <td className={styles.label}>{model === '' ? 'not said' : model}</td>
                  <td className={styles.number}>{maxSeenNanoUsd === null ? '–' : formatUsd(maxSeenNanoUsd)}</td>
                  <td className={styles.number}>{capTokens === null ? 'unknown' : `${countText(capTokens)} tokens`}</td>
                  <td className={styles.number}>{atCapNanoUsd === null ? '–' : formatUsd(atCapNanoUsd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className={styles.note}>
          At the cap: the longest prompt that was seen and an answer as long as the model can write.
        </p>
      </section>
    </>
  )
}

function OutlierTable({ outliers }: { readonly outliers: SpendBreakdown['outliers'] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>When</th>
            <th>Model</th>
            <th>Tags</th>
            <th className={styles.number}>Prompt</th>
            <th className={styles.number}>Output</th>
            <th className={styles.number}>Cost</th>
            <th className={styles.number}>× median</th>
            <th className={styles.number}>Robust z</th>
          </tr>
        </thead>
        <tbody>
          {outliers.map(({ atMs, model, tags, promptTokens, outputTokens, nanoUsd, timesMedian, robustZ }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: calls have no id of their own
            <tr key={index}>
              <td className={styles.number}>{atMs === null ? '–' : momentText(new Date(atMs).toISOString())}</td>
              <td className={styles.label}>{model}</td>
              <td className={styles.values}>{tags.map(({ name, value }) => `${name}: ${value}`).join(' · ')}</td>
              <td className={styles.number}>{countText(promptTokens)}</td>
              <td className={styles.number}>{countText(outputTokens)}</td>
              <td className={styles.number}>{formatUsd(nanoUsd)}</td>
              <td className={styles.number}>{timesMedian === null ? '–' : countText(timesMedian)}</td>
              <td className={styles.number}>{robustZ === null ? '–' : robustZ.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
