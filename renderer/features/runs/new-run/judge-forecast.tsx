import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { RunPreview } from '../../../../shared/domain/run.ts'
import { countText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './new-run.module.css'

type Judge = NonNullable<RunPreview['judge']>

/** What judging costs at worst, as a row of the forecast. */
export function JudgeRow({ judge: { modelIds, calls, costHighNanoUsd } }: { readonly judge: Judge }) {
  return (
    <tr data-testid="new-run-judge-row">
      <td title="At worst: every answer as long as it may be, no question answered before, and each put twice">
        Judge: {modelIds.join(', ')}
      </td>
      <td>≤ {countText(calls)}</td>
      <td />
      <td />
      <td>{costHighNanoUsd === null ? 'unpriced' : `≤ ${formatUsd(costHighNanoUsd)}`}</td>
    </tr>
  )
}

/** What to know of the judge before it is paid. */
export function JudgeNotes({ judge, isBatch }: { readonly judge: Judge; readonly isBatch: boolean }) {
  return (
    <>
      {isBatch ? (
        <p className={styles.costNote}>The judge is asked live, at its normal price, once a batch is collected.</p>
      ) : null}
      {judge.kinModelIds.length > 0 ? (
        <p className={styles.kin} role="note" data-testid="new-run-kin">
          <Icon name="warning" size={14} /> The judge is of one family with {judge.kinModelIds.join(', ')}, and models
          tend to prefer their own kind. Better choose a judge of another family.
        </p>
      ) : null}
    </>
  )
}
