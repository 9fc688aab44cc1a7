import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { ComparedColumns, ComparisonPreview } from '../../../../shared/domain/comparison.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { usualCriteria } from '../../../../shared/score/judge/judge-pair.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText, plural } from '../../../ui/figures.ts'
import { UsdInput } from '../../../ui/usd-input.tsx'
import { JudgeChoice } from '../new-run/judge-choice.tsx'
import { useModelOptions } from '../new-run/use-model-options.ts'
import styles from './compare.module.css'

export interface CompareDialogProps {
  readonly run: Run
  readonly columns: ComparedColumns
  /** "B against A" */
  readonly names: string
  readonly onClose: () => void
}

/** Chooses the judge and what better means, with its calls and worst cost before any call is made. */
export function CompareDialog({ run, columns, names, onClose }: CompareDialogProps) {
  const settings = useRoute('settings.get', {})
  const options = useModelOptions(settings.data?.chosenModelIds ?? [])
  const [remembered, remember] = useRemembered<string | null>('compare.judge', null)
  const [criteria, setCriteria] = useRemembered(`run.${run.id}.criteria`, '')
  const [limitUsd, setLimitUsd] = useState<number | null>(null)
  const start = useCommand('comparisons.start')
  const known = ModelId.safeParse(remembered)
  const usual = run.spec.judgeModelId ?? settings.data?.compressModelId ?? null
  const judgeModelId = known.success ? known.data : usual
  const budgetNanoUsd = limitUsd === null ? null : usdToNano(limitUsd)
  const wish = judgeModelId === null ? null : { runId: run.id, ...columns, judgeModelId, criteria, budgetNanoUsd }
  const preview = useRoute('comparisons.preview', wish, { keepPrevious: true })
  const isReady = wish !== null && preview.data?.problems.length === 0 && !preview.isPlaceholderData

  async function begin(): Promise<void> {
    if (wish && (await start.run(wish))) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Let a judge compare ${names}`}
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="compare-dialog"
    >
      <div className={styles.fields}>
        <JudgeChoice
          options={options}
          chosen={judgeModelId}
          contestants={[columns.baseline.modelId, columns.candidate.modelId]}
          onChange={remember}
          description="Sees two answers to a case without names, in both orders; only a win in both counts"
          testId="compare-judge"
        />
        <Textarea
          label="What is better"
          placeholder={usualCriteria}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={20_000}
          value={criteria}
          onChange={(event) => setCriteria(event.currentTarget.value)}
          data-testid="compare-criteria"
        />
        <UsdInput
          label="Limit, in $"
          description="The comparison stops at it; what is judged is kept"
          placeholder="none"
          value={limitUsd}
          onChange={setLimitUsd}
          testId="compare-limit"
        />
        <div className={styles.forecast} data-testid="compare-preview" aria-live="polite">
          {wish === null ? (
            <p className="muted">Choose a judge.</p>
          ) : preview.error ? (
            <p className={styles.problem}>{preview.error.message}</p>
          ) : preview.data ? (
            <Forecast preview={preview.data} />
          ) : (
            <p className="muted">Counting pairs…</p>
          )}
        </div>
      </div>
      <div className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!isReady} loading={start.isRunning} onClick={() => void begin()} data-testid="compare-start">
          {preview.data ? startText(preview.data) : 'Compare'}
        </Button>
      </div>
    </Modal>
  )
}

function Forecast({ preview }: { readonly preview: ComparisonPreview }) {
  const { pairs, same, known, calls, costHighNanoUsd, kinModelIds, problems } = preview
  const rest = [
    ...(same === 0
      ? []
      : [
          `${countText(same)} ${same === 1 ? 'is word for word the same and needs' : 'are word for word the same and need'} no judge`,
        ]),
    ...(known === 0 ? [] : [`${countText(known)} ${known === 1 ? 'was' : 'were'} compared before`]),
  ]
  return (
    <>
      <p>
        {plural(pairs, 'pair')} of answers{rest.length === 0 ? '' : `; ${rest.join('; ')}`}. At most{' '}
        {plural(calls * 2, 'call')}, {costHighNanoUsd === null ? 'unpriced' : `≤ ${formatUsd(costHighNanoUsd)}`}.
      </p>
      {kinModelIds.length > 0 ? (
        <p className={styles.kin}>The judge is of one family with {kinModelIds.join(', ')}: better choose another.</p>
      ) : null}
      {problems.map((problem) => (
        <p key={problem} className={styles.problem}>
          {problem}
        </p>
      ))}
    </>
  )
}

function startText({ calls, costHighNanoUsd }: ComparisonPreview): string {
  if (calls === 0) return 'Compare, free of charge'
  return costHighNanoUsd === null ? 'Compare, unpriced' : `Compare, ≤ ${formatUsd(costHighNanoUsd)}`
}
