import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { JudgeStatus } from '../../../../shared/domain/judge-calibration.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { fewestLabels } from '../../../../shared/verdict/calibrate-judge.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText, percentText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { CaseVariables } from './case-variables.tsx'
import { ChoiceButton } from './choice-button.tsx'
import { JudgeRates } from './judge-rates.tsx'
import styles from './label-view.module.css'

/** Labels outputs by hand, one after the other and by keys, to see whether a judge may be believed. */
export function LabelView({ run, labeller }: { readonly run: Run; readonly labeller: string }) {
  const judges = useRoute('judges.list', { runId: run.id })
  const [chosen, setChosen] = useState(0)
  const judge = judges.data?.[chosen] ?? null
  const [wish, setWish] = useState<boolean | null>(null)
  if (judges.error && !judges.data) return <FailedState error={judges.error} onRetry={() => void judges.refetch()} />
  if (!judges.data) return <LoadingRows label="Loading judges" />
  if (judge === null) {
    return (
      <EmptyState icon="runs" title="No judge in this run">
        Labels tell how far a judge model can be believed. Add an assertion that asks a judge to the eval set, and run.
      </EmptyState>
    )
  }
  // With few labels each one moves the figures, which tells what the judge said of it.
  const isShown = wish ?? judge.calibration.labels >= fewestLabels
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
        <Standing judge={judge} isShown={isShown} />
        <Button variant="subtle" onClick={() => setWish(!isShown)} data-testid="label-show">
          {isShown ? 'Hide the agreement' : 'Show the agreement'}
        </Button>
      </header>
      {isShown ? <Labellers judge={judge} /> : null}
      {isShown ? <JudgeRates run={run} judge={judge} /> : null}
      <LabelItemPane key={`${judge.assertionIndex} ${labeller}`} run={run} judge={judge} labeller={labeller} />
    </div>
  )
}

function Standing({ judge, isShown }: { readonly judge: JudgeStatus; readonly isShown: boolean }) {
  const { labels, accuracy, kappa, kappaInterval, ac1, isCalibrated } = judge.calibration
  const range = kappaInterval === null ? '' : ` (${kappaInterval.low.toFixed(2)} to ${kappaInterval.high.toFixed(2)})`
  return (
    <p className={styles.standing} role="status" data-testid="label-standing">
      <strong>
        {countText(labels)} of {fewestLabels} labels
      </strong>
      {accuracy === null || !isShown ? null : <span>agrees in {percentText(accuracy)}</span>}
      {labels === 0 || !isShown ? null : (
        <span>κ {kappa === null ? 'unknown: one answer only' : `${kappa.toFixed(2)}${range}`}</span>
      )}
      {ac1 === null || !isShown ? null : (
        <span title="Labels are lopsided, so κ says little">AC1 {ac1.toFixed(2)}</span>
      )}
      <Tag tone={isCalibrated ? 'good' : 'warn'}>{isCalibrated ? '✓ calibrated' : 'not calibrated'}</Tag>
    </p>
  )
}

/** Who labelled, and how far several people agree: no judge can be asked to agree with them more. */
function Labellers({ judge }: { readonly judge: JudgeStatus }) {
  const { labellers, agreements, split } = judge
  if (labellers.length < 2) return null
  const nameOf = (name: string) => (name === '' ? 'unnamed' : name)
  const parts = [
    labellers.map(({ name, labels }) => `${nameOf(name)} ${countText(labels)}`).join(', '),
    ...agreements.map(
      ({ one, other, labels, agreed, kappa }) =>
        `${nameOf(one)} and ${nameOf(other)} agree in ${countText(agreed)} of ${countText(labels)}, κ ${kappa === null ? 'unknown' : kappa.toFixed(2)}`,
    ),
    ...(split === 0 ? [] : [`${countText(split)} on which they are split count for nothing until one more decides`]),
  ]
  return (
    <p className={styles.labellers} data-testid="label-people">
      {parts.join(' · ')}
    </p>
  )
}

interface LabelItemPaneProps {
  readonly run: Run
  readonly judge: JudgeStatus
  readonly labeller: string
}

function LabelItemPane({ run, judge, labeller }: LabelItemPaneProps) {
  const ref = { runId: run.id, assertionIndex: judge.assertionIndex, labeller }
  const own = judge.labellers.find(({ name }) => name === labeller)?.labels ?? 0
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
    const { caseId, outputHash } = item
    void label.run({ ...ref, caseId, outputHash, hasPassed }).then((done) => done ?? setGiven(null))
  }
  function takeBack(): void {
    if (undo.isRunning || own === 0) return
    setGiven(null)
    void undo.run(ref)
  }
  useActions([
    { id: 'label-yes', label: 'Label: meets it', group: 'Labels', keys: '1', run: () => give(true) },
    { id: 'label-no', label: 'Label: does not', group: 'Labels', keys: '2', run: () => give(false) },
    { id: 'label-undo', label: 'Take the last label back', group: 'Labels', keys: 'u', run: takeBack },
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
          <CaseVariables variables={item.variables} />
        </>
      )}
      <div className={styles.buttons}>
        <ChoiceButton
          label="Meets it"
          keys="1"
          variant="filled"
          isDisabled={!item}
          onClick={() => give(true)}
          testId="label-yes"
        />
        <ChoiceButton label="Does not" keys="2" isDisabled={!item} onClick={() => give(false)} testId="label-no" />
        <ChoiceButton
          label="Undo"
          keys="u"
          variant="subtle"
          isDisabled={own === 0}
          onClick={takeBack}
          testId="label-undo"
        />
        <span className="muted">Blind: who wrote it and what the judge said stay hidden.</span>
      </div>
    </div>
  )
}
