import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { JudgeStatus } from '../../../../shared/domain/judge-calibration.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { fewestLabels } from '../../../../shared/verdict/calibrate-judge.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText, percentText } from '../../../ui/figures.ts'
import { Keys, Tag } from '../../../ui/marks.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { JudgeRates } from './judge-rates.tsx'
import styles from './label-view.module.css'

/** Labels outputs by hand, one after the other and by keys, to see whether a judge may be believed. */
export function LabelView({ run }: { readonly run: Run }) {
  const judges = useRoute('judges.list', { runId: run.id })
  const [chosen, setChosen] = useState(0)
  const judge = judges.data?.[chosen] ?? null
  if (judges.error && !judges.data) return <FailedState error={judges.error} onRetry={() => void judges.refetch()} />
  if (!judges.data) return <LoadingRows label="Loading judges" />
  if (judge === null) {
    return (
      <EmptyState icon="runs" title="No judge in this run">
        Labels tell how far a judge model can be believed. Add an assertion that asks a judge to the eval set, and run.
      </EmptyState>
    )
  }
  return (
    <div className={styles.view} data-testid="label-view">
      <header className={styles.head}>
        <NativeSelect
          label="Judge"
          value={String(chosen)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={judges.data.map(({ label, judgeModelId }, index) => ({
            value: String(index),
            label: `${judgeModelId ?? 'none'}: ${label}`,
          }))}
        />
        <Standing judge={judge} />
      </header>
      <JudgeRates run={run} judge={judge} />
      <LabelItemPane key={judge.assertionIndex} run={run} judge={judge} />
    </div>
  )
}

function Standing({ judge }: { readonly judge: JudgeStatus }) {
  const { labels, accuracy, kappa, kappaInterval, ac1, isCalibrated } = judge.calibration
  const range = kappaInterval === null ? '' : ` (${kappaInterval.low.toFixed(2)} to ${kappaInterval.high.toFixed(2)})`
  return (
    <p className={styles.standing} role="status" data-testid="label-standing">
      <strong>
        {countText(labels)} of {fewestLabels} labels
      </strong>
      {accuracy === null ? null : <span>agrees in {percentText(accuracy)}</span>}
      {labels === 0 ? null : (
        <span>κ {kappa === null ? 'unknown: one answer only' : `${kappa.toFixed(2)}${range}`}</span>
      )}
      {ac1 === null ? null : <span title="Labels are lopsided, so κ says little">AC1 {ac1.toFixed(2)}</span>}
      <Tag tone={isCalibrated ? 'good' : 'warn'}>{isCalibrated ? '✓ calibrated' : 'not calibrated'}</Tag>
    </p>
  )
}

function LabelItemPane({ run, judge }: { readonly run: Run; readonly judge: JudgeStatus }) {
  const ref = { runId: run.id, assertionIndex: judge.assertionIndex }
  const next = useRoute('judges.next-output', ref, { keepPrevious: true })
  const label = useCommand('judges.label')
  const undo = useCommand('judges.undo-label')
  const item = next.data?.item ?? null
  const [given, setGiven] = useState<string | null>(null)
  const name = item === null ? null : `${item.caseId} ${item.outputHash}`
  // Until the next output is there, a fast key would label the one before again.
  const isBusy = label.isRunning || undo.isRunning || name === given

  function give(hasPassed: boolean): void {
    if (!item || isBusy) return
    setGiven(name)
    void label.run({ ...ref, caseId: item.caseId, outputHash: item.outputHash, hasPassed })
  }
  function takeBack(): void {
    if (undo.isRunning || judge.calibration.labels === 0) return
    setGiven(null)
    void undo.run(ref)
  }
  useActions([
    { id: 'label-yes', label: 'Label: meets it', group: 'Labels', keys: '1', run: () => give(true) },
    { id: 'label-no', label: 'Label: does not', group: 'Labels', keys: '2', run: () => give(false) },
    { id: 'label-undo', label: 'Take the last label back', group: 'Labels', keys: '0', run: takeBack },
  ])
  if (next.error && !next.data) return <FailedState error={next.error} onRetry={() => void next.refetch()} />
  if (!next.data) return <LoadingRows label="Loading the next output" />
  return (
    <div className={styles.item}>
      {item === null ? (
        <p className="muted">Every output of this run is labelled. A run on more cases brings more.</p>
      ) : (
        <>
          <h3 className={styles.question}>Does the output meet this?</h3>
          <pre className={styles.text} data-testid="label-rubric">
            {item.rubric}
          </pre>
          <h3 className={styles.question}>Output</h3>
          <pre className={styles.text} data-testid="label-output">
            {item.output}
          </pre>
          <h3 className={styles.question}>Case</h3>
          <dl className={styles.variables}>
            {Object.entries(item.variables).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd data-selectable>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <div className={styles.buttons}>
        <Button disabled={!item} onClick={() => give(true)} rightSection={<Keys keys="1" />} data-testid="label-yes">
          Meets it
        </Button>
        <Button
          variant="default"
          disabled={!item}
          onClick={() => give(false)}
          rightSection={<Keys keys="2" />}
          data-testid="label-no"
        >
          Does not
        </Button>
        <Button
          variant="subtle"
          disabled={judge.calibration.labels === 0}
          onClick={takeBack}
          rightSection={<Keys keys="0" />}
          data-testid="label-undo"
        >
          Undo
        </Button>
        <span className="muted">Blind: who wrote it and what the judge said stay hidden.</span>
      </div>
    </div>
  )
}
