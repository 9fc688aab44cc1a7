import { Button } from '@mantine/core'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { SqueezePreview } from '../../../../shared/domain/squeeze.ts'
import { useNavigate } from '../../../client/services.tsx'
import { countText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import figures from '../figures.module.css'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

/** What it may take: calls, money, cases; and what stands against it. */
export function StartForecast({ form }: { readonly form: SqueezeForm }) {
  const { preview, previewError, choices, limitNanoUsd } = form
  if (form.spec === null) return <NothingToStart hasModel={form.model !== null} />
  if (previewError && !form.isPreviewStale)
    return (
      <p className={styles.problem} role="alert" data-selectable>
        {previewError.message}
      </p>
    )
  if (!preview) return <LoadingRows rows={3} label="Reading the prompt" />
  const isSimulation = form.model?.isSimulation === true && form.rewriter?.isSimulation === true
  return (
    <div className={styles.forecast} data-stale={form.isPreviewStale} data-testid="squeeze-preview">
      <dl className={figures.figures}>
        <Figure name="Calls" value={`≤ ${countText(preview.callsAllowed)}`} />
        <Figure
          name={isSimulation ? 'Expected, example prices' : 'Expected cost'}
          value={expectedText(preview, limitNanoUsd)}
          title={`From about ${countText(preview.callsExpected.low)} calls, which finding and confirming one candidate takes, to all ${countText(preview.callsExpected.high)}, at the original’s length. Calls that were answered before cost nothing.`}
          testId="squeeze-expected"
        />
        <Figure
          name="At most"
          value={mostText(preview.costHighNanoUsd, limitNanoUsd)}
          title="If every call is made at the original’s length and every answer is as long as it may be. The limit is never passed."
          testId="squeeze-most"
        />
        <Figure name="Prompt" value={`${countText(preview.promptTokens)} tokens`} />
        {choices.mode === 'quick' ? null : (
          <Figure
            name="Cases: choose / confirm"
            value={`${countText(preview.cases.development)} / ${countText(preview.cases.holdOut)}`}
          />
        )}
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

/** What is missing before anything can be told, and the way there. */
function NothingToStart({ hasModel }: { readonly hasModel: boolean }) {
  const { go } = useNavigate()
  return (
    <div className={styles.missing} role="alert" data-testid="squeeze-missing">
      <p className={styles.problem}>
        {hasModel
          ? 'This project has no eval set yet. Import your cases, or choose “Make it cheaper”, Quick, which asks none.'
          : 'No model is known yet. Add one.'}
      </p>
      <Button variant="default" onClick={() => go({ page: hasModel ? 'eval-sets' : 'models' })}>
        {hasModel ? 'Go to Eval sets' : 'Go to Models'}
      </Button>
    </div>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly title?: string
  readonly testId?: string
}

function Figure({ name, value, title, testId }: FigureProps) {
  return (
    <div title={title} data-testid={testId}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** "≈ $0.19 to $0.48"; the limit cuts off what lies above it. */
function expectedText({ costExpected }: SqueezePreview, limitNanoUsd: number | null): string {
  if (costExpected === null) return 'unpriced'
  const [low, high] = [costExpected.lowNanoUsd, costExpected.highNanoUsd].map((cost) =>
    formatUsd(Math.min(cost, limitNanoUsd ?? cost)),
  )
  return low === high ? `≈ ${low}` : `≈ ${low} to ${high}`
}

/** "≈ $1.88", "$0.50, the limit". */
function mostText(highNanoUsd: number | null, limitNanoUsd: number | null): string {
  if (limitNanoUsd !== null && (highNanoUsd === null || limitNanoUsd < highNanoUsd))
    return `${formatUsd(limitNanoUsd)}, the limit`
  return highNanoUsd === null ? 'unpriced' : `≈ ${formatUsd(highNanoUsd)}`
}
