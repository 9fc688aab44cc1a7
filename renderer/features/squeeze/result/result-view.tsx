import { Tabs } from '@mantine/core'
import { useState } from 'react'
import type { Prompt, Variant } from '../../../../shared/domain/prompt.ts'
import { isOptimizeMode, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useActions } from '../../../client/use-actions.ts'
import { Tag } from '../../../ui/marks.tsx'
import { CandidateTables } from '../live/candidate-tables.tsx'
import { Notes, RaceView } from '../live/race-view.tsx'
import styles from '../result.module.css'
import { EditChoice } from './edit-choice.tsx'
import { finalistsOf } from './finalists.ts'
import { isSame } from './is-same.ts'
import { OptimizeOutcome } from './optimize-outcome.tsx'
import { Outcome } from './outcome.tsx'
import { RejectedEdits } from './rejected-edits.tsx'
import { RuleStates } from './rule-states.tsx'
import { TakeBar } from './take-bar.tsx'
import { useChoice } from './use-choice.ts'

type ResultTab = 'edits' | 'ladder' | 'rules' | 'rejected'

export interface ResultViewProps {
  readonly squeeze: SqueezeSnapshot
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
}

/** What came out, with its evidence; each edit can be taken or refused before it becomes a variant. */
export function ResultView({ squeeze, prompt, variants }: ResultViewProps) {
  const choice = useChoice(squeeze)
  const [tab, setTab] = useState<ResultTab>('edits')
  const { edits, rejected, ledger, arms } = squeeze
  // A squeeze of one candidate has one verdict, and no front to choose from.
  const finalists = isOptimizeMode(squeeze.spec.mode) || squeeze.confirmations.length > 1 ? finalistsOf(squeeze) : []
  const chosenArm = arms.find(({ editIds }) => isSame(editIds, choice.ids))
  useActions([
    { id: 'squeeze-edits', label: 'Show the edits', group: 'Squeeze', keys: 'alt+1', run: () => setTab('edits') },
    {
      id: 'squeeze-ladder',
      label: 'Show the candidates',
      group: 'Squeeze',
      keys: 'alt+2',
      run: () => setTab('ladder'),
    },
    { id: 'squeeze-rules', label: 'Show the rules', group: 'Squeeze', keys: 'alt+3', run: () => setTab('rules') },
    {
      id: 'squeeze-rejected',
      label: 'Show what was rejected',
      group: 'Squeeze',
      keys: 'alt+4',
      run: () => setTab('rejected'),
    },
  ])
  return (
    <>
      <div className={styles.scroll} data-testid="squeeze-result">
        {finalists.length > 0 ? (
          <OptimizeOutcome squeeze={squeeze} finalists={finalists} choice={choice} />
        ) : (
          <Outcome squeeze={squeeze} prompt={prompt} variants={variants} />
        )}
        <Tabs
          value={tab}
          // The values of the tabs below and nothing else.
          onChange={(value) => setTab((value ?? 'edits') as ResultTab)}
          keepMounted={false}
          className={styles.tabs ?? ''}
        >
          <Tabs.List>
            <Tabs.Tab value="edits" rightSection={<Tag>{edits.length}</Tag>}>
              Edits
            </Tabs.Tab>
            <Tabs.Tab
              value="ladder"
              rightSection={<Tag>{Math.max(0, arms.length - 1)}</Tag>}
              data-testid="squeeze-ladder-tab"
            >
              Candidates
            </Tabs.Tab>
            <Tabs.Tab value="rules" rightSection={<Tag>{ledger.length}</Tag>} data-testid="squeeze-rules-tab">
              Rules
            </Tabs.Tab>
            <Tabs.Tab value="rejected" rightSection={<Tag>{rejected.length}</Tag>} data-testid="squeeze-rejected-tab">
              Rejected
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="edits">
            <EditChoice squeeze={squeeze} choice={choice} />
          </Tabs.Panel>
          <Tabs.Panel value="ladder">
            {squeeze.spec.mode === 'quick' ? (
              <div className={styles.race}>
                <p className={styles.note}>No case was asked: only the length of the candidates is known.</p>
                <CandidateTables squeeze={squeeze} chosen={chosenArm?.id ?? null} onTake={choice.takeArm} />
                <Notes notes={squeeze.notes} />
              </div>
            ) : (
              <RaceView
                squeeze={squeeze}
                chosen={chosenArm?.id ?? null}
                onTake={choice.takeArm}
                hasPicture={finalists.length === 0}
              />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="rules">
            <RuleStates squeeze={squeeze} chosen={choice.edits} />
          </Tabs.Panel>
          <Tabs.Panel value="rejected">
            <RejectedEdits rejected={rejected} />
          </Tabs.Panel>
        </Tabs>
      </div>
      <TakeBar squeeze={squeeze} prompt={prompt} variants={variants} choice={choice} />
    </>
  )
}
