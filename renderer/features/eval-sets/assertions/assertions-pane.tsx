import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { Explain } from '../../../ui/explain.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { AddScorerMenu } from './add-scorer-menu.tsx'
import { AssertionCard } from './assertion-card.tsx'
import { newAssertion } from './assertion-members.tsx'
import { assertionTitle } from './assertion-text.ts'
import styles from './assertions.module.css'
import { CodeRight } from './code-right.tsx'
import { TryIt } from './try-it.tsx'
import { type AssertionsDraft, useAssertionsDraft } from './use-assertions-draft.ts'

const MAX_ASSERTIONS = 100
const STATES: Readonly<Record<AssertionsDraft['state'], string>> = {
  saved: 'Saved',
  dirty: 'Saving…',
  saving: 'Saving…',
  incomplete: 'Not saved: something is missing',
  failed: 'Not saved',
}

/** What every answer to the set's cases is asked, and a place to try it. */
export function AssertionsPane({ evalSet }: { readonly evalSet: EvalSet }) {
  const draft = useAssertionsDraft(evalSet)
  const { assertions } = draft
  const [openIndex, setOpenIndex] = useState<number | null>(null)
  const latest = useRef(assertions)
  latest.current = assertions

  function insert(at: number, assertion: Assertion): void {
    draft.change([...latest.current.slice(0, at), assertion, ...latest.current.slice(at)])
  }

  function add(scorer: string): void {
    insert(assertions.length, newAssertion(scorer))
    setOpenIndex(assertions.length)
  }

  function remove(at: number): void {
    const removed = assertions[at]
    if (!removed) return
    draft.change(assertions.filter((_, index) => index !== at))
    setOpenIndex(null)
    notifyUndo(`Removed assertion "${assertionTitle(removed)}".`, () => insert(at, removed))
  }

  function move(at: number, to: number): void {
    const moved = assertions[at]
    if (!moved || to < 0 || to >= assertions.length) return
    const rest = assertions.filter((_, index) => index !== at)
    draft.change([...rest.slice(0, to), moved, ...rest.slice(to)])
    if (openIndex === at) setOpenIndex(to)
  }

  return (
    <div className={styles.pane}>
      <header className={styles.head}>
        <h2 className={styles.heading}>
          Assertions
          <Explain word="assertion" />
        </h2>
        <span className={styles.state} data-state={draft.state} role="status" data-testid="assertions-state">
          {assertions.length === 0 && draft.state === 'saved' ? '' : STATES[draft.state]}
        </span>
        <AddScorerMenu onAdd={add}>
          <IconButton
            icon="add"
            label="Add assertion"
            testId="add-assertion"
            isDisabled={assertions.length >= MAX_ASSERTIONS}
          />
        </AddScorerMenu>
      </header>
      <div className={styles.scroll}>
        <CodeRight evalSet={evalSet} assertions={assertions} />
        {assertions.length === 0 ? (
          <div className={styles.empty}>
            <p>
              None yet: answers would come in without a score. “Equals” with the value <code>{'{{expected}}'}</code>{' '}
              fits most labelled sets.
            </p>
            <Button variant="default" data-testid="first-assertion" onClick={() => add('equals')}>
              Add “Equals”
            </Button>
          </div>
        ) : null}
        <ol className={styles.list}>
          {assertions.map((assertion, index) => (
            <AssertionCard
              // biome-ignore lint/suspicious/noArrayIndexKey: assertions have no identity, and two may be equal
              key={index}
              assertion={assertion}
              number={index + 1}
              count={assertions.length}
              variableNames={evalSet.variableNames}
              isOpen={openIndex === index}
              onToggle={() => setOpenIndex(openIndex === index ? null : index)}
              onChange={(next) => draft.change(assertions.map((one, at) => (at === index ? next : one)))}
              onRemove={() => remove(index)}
              onDuplicate={() => {
                insert(index + 1, assertion)
                setOpenIndex(index + 1)
              }}
              onMove={(step) => move(index, index + step)}
            />
          ))}
        </ol>
        <TryIt evalSet={evalSet} assertions={assertions} />
      </div>
    </div>
  )
}
