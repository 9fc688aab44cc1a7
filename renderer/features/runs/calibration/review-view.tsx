import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { columnName } from '../../../../shared/charts/frontier-points.ts'
import type { ReviewChoice } from '../../../../shared/domain/comparison.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { CasePart, ColumnRef } from '../../../../shared/domain/verdict.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import { OptionSelect } from '../../../ui/option-select.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import { ReviewResult } from '../compare/review-result.tsx'
import { CaseVariables } from './case-variables.tsx'
import { ChoiceButton } from './choice-button.tsx'
import type { HandViewProps } from './hand-view.tsx'
import styles from './label-view.module.css'

const PARTS: Readonly<Record<CasePart, string>> = { dev: 'Development', 'hold-out': 'Hold-out', all: 'All' }

export interface ReviewViewProps extends Pick<HandViewProps, 'run' | 'baseline' | 'wanted' | 'onOpenCase'> {
  readonly reviewer: string
}

/** Two answers to a case side by side, in an order by chance and without names: which is better? */
export function ReviewView({ run, baseline, wanted, reviewer, onOpenCase }: ReviewViewProps) {
  const others = run.columns.map((_, index) => index).filter((index) => index !== baseline)
  const [chosen, setChosen] = useState(wanted?.candidate ?? null)
  const [part, setPart] = useState<CasePart>(wanted?.part ?? 'dev')
  const [isShown, setIsShown] = useState(false)
  const candidate = chosen !== null && others.includes(chosen) ? chosen : (others[0] ?? 0)
  const columns = { baseline: refOf(run, baseline), candidate: refOf(run, candidate), part }
  return (
    <>
      <header className={styles.head}>
        <NativeSelect
          label={`Compare ${nameOf(run, baseline)} with`}
          value={String(candidate)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
          data={others.map((index) => ({ value: String(index), label: nameOf(run, index) }))}
          data-testid="review-column"
        />
        <OptionSelect label="Cases" value={part} options={PARTS} onChange={setPart} data-testid="review-part" />
        <Button variant="subtle" onClick={() => setIsShown(!isShown)} data-testid="review-show">
          {isShown ? 'Hide the result' : 'Show the result'}
        </Button>
      </header>
      {isShown ? (
        <div className={styles.item}>
          <ReviewResult
            run={run}
            verdict={{ ...columns, candidateLabel: run.columns[candidate]?.variantLabel ?? '' }}
            onOpenCase={(row) => onOpenCase(row, candidate)}
          />
          <p className="muted">Hide it before you go on: it tells which column was preferred so far.</p>
        </div>
      ) : (
        <PairPane key={`${candidate} ${part} ${reviewer}`} run={run} columns={columns} reviewer={reviewer} />
      )}
    </>
  )
}

interface PairPaneProps {
  readonly run: Run
  readonly columns: { readonly baseline: ColumnRef; readonly candidate: ColumnRef; readonly part: CasePart }
  readonly reviewer: string
}

function PairPane({ run, columns, reviewer }: PairPaneProps) {
  const wish = { runId: run.id, ...columns, reviewer }
  const next = useRoute('reviews.next', wish, { keepPrevious: true })
  const choose = useCommand('reviews.choose')
  const undo = useCommand('reviews.undo')
  const item = next.data?.item ?? null
  const [given, setGiven] = useState<string | null>(null)
  // Until the next pair is there, a fast key would choose for the one before again.
  const isBusy = choose.isRunning || undo.isRunning || item?.caseId === given

  function give(choice: ReviewChoice): void {
    if (!item || isBusy) return
    setGiven(item.caseId)
    void choose.run({ ...wish, caseId: item.caseId, choice }).then((done) => done ?? setGiven(null))
  }
  function takeBack(): void {
    if (undo.isRunning || (next.data?.done ?? 0) === 0) return
    setGiven(null)
    void undo.run(wish)
  }
  useActions([
    { id: 'review-first', label: 'Review: the first is better', group: 'Review', keys: '1', run: () => give('first') },
    {
      id: 'review-second',
      label: 'Review: the second is better',
      group: 'Review',
      keys: '2',
      run: () => give('second'),
    },
    { id: 'review-tie', label: 'Review: neither is better', group: 'Review', keys: '0', run: () => give('tie') },
    { id: 'review-undo', label: 'Take the last choice back', group: 'Review', keys: 'u', run: takeBack },
  ])
  if (next.error && !next.data) return <FailedState error={next.error} onRetry={() => void next.refetch()} />
  if (!next.data) return <LoadingRows label="Loading the next pair" />
  const { done, total } = next.data
  return (
    <div className={styles.item} data-testid="review-pair">
      <p className={styles.progress} data-testid="review-progress">
        <ProgressBar done={done} total={total} label="Pairs reviewed" />
        {countText(done)} of {countText(total)} pairs that differ
      </p>
      {item === null ? (
        <p className="muted">
          {total === 0
            ? 'No answers of these two differ here.'
            : 'Every pair is reviewed. Show the result to see how far you agree with the scores and the judges.'}
        </p>
      ) : (
        <>
          <h3 className={styles.question}>Case</h3>
          <CaseVariables variables={item.variables} />
          {item.expected === null ? null : (
            <>
              <h3 className={styles.question}>Expected</h3>
              <pre className={styles.text}>{item.expected}</pre>
            </>
          )}
          <div className={styles.pair}>
            {([item.first, item.second] as const).map((text, index) => (
              <section
                key={index === 0 ? 'first' : 'second'}
                aria-label={index === 0 ? 'First answer' : 'Second answer'}
              >
                <h3 className={styles.question}>{index === 0 ? 'First' : 'Second'}</h3>
                <pre className={styles.text} data-testid={index === 0 ? 'review-first-text' : 'review-second-text'}>
                  {text === '' ? '(empty)' : text}
                </pre>
              </section>
            ))}
          </div>
        </>
      )}
      <div className={styles.buttons}>
        <ChoiceButton
          isDisabled={!item}
          keys="1"
          label="First is better"
          onClick={() => give('first')}
          testId="review-first"
        />
        <ChoiceButton
          isDisabled={!item}
          keys="2"
          label="Second is better"
          onClick={() => give('second')}
          testId="review-second"
        />
        <ChoiceButton isDisabled={!item} keys="0" label="Neither" onClick={() => give('tie')} testId="review-tie" />
        <ChoiceButton
          label="Undo"
          keys="u"
          variant="subtle"
          isDisabled={done === 0}
          onClick={takeBack}
          testId="review-undo"
        />
        <span className="muted">Blind: the order is by chance, and who wrote which stays hidden.</span>
      </div>
    </div>
  )
}

function refOf({ columns }: Run, index: number): ColumnRef {
  const column = columns[index] ?? columns[0]
  if (!column) throw new Error('A run has at least one column.')
  return { variantId: column.variantId, modelId: column.modelId }
}

function nameOf({ columns }: Run, index: number): string {
  const column = columns[index]
  return column ? `${columnName(column)} · ${column.modelId}` : ''
}
