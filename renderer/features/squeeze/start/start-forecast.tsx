import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import { countText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

/** What it may take: calls, money, cases; and what stands against it. */
export function StartForecast({ form }: { readonly form: SqueezeForm }) {
  const { preview, previewError, choices, limitUsd } = form
  if (form.spec === null)
    return (
      <p className={styles.problem} role="alert">
        {form.model === null
          ? 'No model is known. Add one under Models.'
          : 'This project has no eval set yet. Import your cases under Eval sets, or choose Quick.'}
      </p>
    )
  if (previewError && !form.isPreviewStale)
    return (
      <p className={styles.problem} role="alert" data-selectable>
        {previewError.message}
      </p>
    )
  if (!preview) return <LoadingRows rows={3} label="Reading the prompt" />
  const isSimulation = form.model?.isSimulation === true && form.rewriter?.isSimulation === true
  const limitNanoUsd = limitUsd === null ? null : usdToNano(limitUsd)
  return (
    <div className={styles.forecast} data-stale={form.isPreviewStale} data-testid="squeeze-preview">
      <dl className={styles.figures}>
        <Figure name="Calls" value={`≤ ${countText(preview.callsAllowed)}`} />
        <Figure
          name={isSimulation ? 'Cost, example prices' : 'Cost'}
          value={costText(preview.costHighNanoUsd, limitNanoUsd)}
          title="If every call is made at the original’s length; calls that were answered before cost nothing."
        />
        <Figure name="Prompt" value={`${countText(preview.promptTokens)} tokens`} />
        <Figure
          name="Cases to choose by / to confirm on"
          value={
            choices.mode === 'quick'
              ? 'none'
              : `${countText(preview.cases.development)} / ${countText(preview.cases.holdOut)}`
          }
        />
      </dl>
      {preview.problems.length > 0 ? (
        <ul className={styles.problem} role="alert" data-testid="squeeze-problems">
          {preview.problems.slice(0, 8).map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
          {preview.problems.length > 8 ? <li>… and {countText(preview.problems.length - 8)} more.</li> : null}
        </ul>
      ) : null}
      {preview.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <Icon name="warning" size={13} />
          {warning}
        </p>
      ))}
    </div>
  )
}

function Figure({ name, value, title }: { readonly name: string; readonly value: string; readonly title?: string }) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** "$0 to $1.88", "$0 to $0.50 (limit)", "unpriced, stops at $0.50". */
function costText(highNanoUsd: number | null, limitNanoUsd: number | null): string {
  if (highNanoUsd === null) return limitNanoUsd === null ? 'unpriced' : `unpriced, stops at ${formatUsd(limitNanoUsd)}`
  if (limitNanoUsd !== null && limitNanoUsd < highNanoUsd) return `$0 to ${formatUsd(limitNanoUsd)}, the limit`
  return `$0 to ≈ ${formatUsd(highNanoUsd)}`
}
