import { Button } from '@mantine/core'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Variant } from '../../../../shared/domain/prompt.ts'
import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { countText, durationText, plural } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import styles from '../squeeze.module.css'
import { MODE_LABELS, PROOFS, STATES } from '../squeeze-words.ts'
import { VariantName } from '../variant-name.tsx'
import { StageSteps } from './stage-steps.tsx'
import { useSqueezeCommands } from './use-squeeze-commands.ts'

export interface LiveStripProps {
  readonly squeeze: SqueezeSnapshot
  readonly job: JobSnapshot | null
  readonly variants: readonly Variant[]
}

/** Where a squeeze stands: its stage, calls, money and time, with what can be done about it. */
export function LiveStrip({ squeeze, job, variants }: LiveStripProps) {
  const { pause, stop, cancel, busy } = useSqueezeCommands(squeeze)
  const { spec, state, calls } = squeeze
  const isRunning = state === 'running'
  const isEnded = state === 'finished' || state === 'stopped'
  const used = isRunning ? Math.max(calls.used, job?.done ?? 0) : calls.used
  const spent = isRunning ? Math.max(squeeze.spentNanoUsd, job?.spentNanoUsd ?? 0) : squeeze.spentNanoUsd
  return (
    <header className={styles.strip} data-testid="squeeze-strip">
      <div className={styles.stripHead}>
        <VariantName variantId={squeeze.variantId} variants={variants} />
        <strong>{MODE_LABELS[spec.mode]}</strong>
        <span data-testid="squeeze-state">
          <Tag tone={STATES[state].tone}>{STATES[state].text}</Tag>
        </span>
        {isEnded ? (
          <span data-testid="squeeze-proof">
            <Tag tone={PROOFS[squeeze.proof].tone}>{PROOFS[squeeze.proof].text}</Tag>
          </span>
        ) : null}
        <span className={styles.stripModel}>
          {spec.modelId}
          {spec.rewriterId === spec.modelId ? '' : ` · reworded by ${spec.rewriterId}`}
          {spec.mayAddRules ? ' · may add rules' : ''}
          {spec.maxPromptTokens === null ? '' : ` · at most ${countText(spec.maxPromptTokens)} tokens`}
          {spec.frozenSegmentIds.length > 0 ? ` · ${plural(spec.frozenSegmentIds.length, 'part')} frozen` : ''}
        </span>
        {isRunning ? (
          <span className={styles.buttons}>
            <Button
              variant="default"
              onClick={() => void pause()}
              loading={busy === 'pause'}
              data-testid="squeeze-pause"
            >
              Pause
            </Button>
            <Button
              variant="default"
              onClick={() => void stop()}
              loading={busy === 'stop'}
              title="Ends the search here; what it takes is not confirmed on the hold-out"
              data-testid="squeeze-stop"
            >
              Stop, take the best so far
            </Button>
            <Button
              variant="subtle"
              onClick={() => void cancel()}
              loading={busy === 'cancel'}
              data-testid="squeeze-cancel"
            >
              Cancel
            </Button>
          </span>
        ) : null}
      </div>
      {isEnded ? null : <StageSteps squeeze={squeeze} />}
      <div className={styles.meter}>
        {isRunning ? (
          <span className={styles.meterBar}>
            <ProgressBar done={used} total={calls.allowed} label="Calls used of those allowed" />
          </span>
        ) : null}
        <span data-testid="squeeze-calls">
          <strong>{countText(used)}</strong> of {countText(calls.allowed)} calls
          {calls.cached > 0 ? `, ${countText(calls.cached)} known already` : ''}
          {calls.failed > 0 ? `, ${countText(calls.failed)} failed` : ''}
        </span>
        <span data-testid="squeeze-spent">
          <strong>{`${squeeze.hasUnpriced ? '≥ ' : ''}${formatUsd(spent)}`}</strong>
          {spec.budgetNanoUsd === null ? ' spent, no limit' : ` of ${formatUsd(spec.budgetNanoUsd)}`}
        </span>
        {job === null ? null : <span>{timeText(job)}</span>}
      </div>
    </header>
  )
}

/** "12 s, 84 calls/s, ≤ 5 s left": a race often ends before its calls are used up. */
function timeText({ startedAt, updatedAt, done, total, state }: JobSnapshot): string {
  const tookMs = Math.max(0, Date.parse(updatedAt) - Date.parse(startedAt))
  if (state === 'running' && (done === 0 || tookMs < 1000)) return ''
  if (state !== 'running') return durationText(tookMs)
  const perSecond = (done * 1000) / tookMs
  const leftMs = ((total - done) / perSecond) * 1000
  const rate = perSecond >= 10 ? countText(perSecond) : perSecond.toFixed(1)
  return `${durationText(tookMs)}, ${rate} calls/s, at most ${durationText(Math.max(1000, leftMs))} left`
}
