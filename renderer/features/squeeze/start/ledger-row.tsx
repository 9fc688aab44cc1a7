import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { type LedgerItem, LedgerItemType } from '../../../../shared/domain/squeeze.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { QuietSelect } from '../../../ui/quiet-select.tsx'
import styles from './start.module.css'

export interface LedgerRowProps {
  readonly item: LedgerItem
  /** Its assertion is one of the eval set's. */
  readonly isInEvalSet: boolean
  readonly mayAssert: boolean
  readonly onChange: (part: Partial<LedgerItem>) => void
  /** Gives what is wrong with the words; null when they are taken. */
  readonly onReword: (words: string) => string | null
  readonly onRemove: () => void
  readonly onAssert: (assertion: Assertion) => void
}

export function LedgerRow(props: LedgerRowProps) {
  const { item, isInEvalSet, mayAssert, onChange, onReword, onRemove, onAssert } = props
  const { quote, type, isRequired, assertion, source, condition } = item
  const [isEditing, setIsEditing] = useState(false)
  const name = quote.slice(0, 80)
  return (
    <li className={styles.row} data-testid="squeeze-rule" data-off={!isRequired}>
      <input
        type="checkbox"
        checked={isRequired}
        aria-label={`Required: ${name}`}
        title="Required: every candidate must still say it"
        onChange={() => onChange({ isRequired: !isRequired })}
      />
      <span className={styles.rowMain}>
        {isEditing ? (
          <RuleWords quote={quote} onReword={onReword} onEnd={() => setIsEditing(false)} />
        ) : (
          <q className={styles.quote} data-selectable>
            {quote}
          </q>
        )}
        {condition === null || condition === quote ? null : (
          <span className={styles.rowNote}>Holds only: {condition}</span>
        )}
        {assertion ? (
          <span className={styles.rowNote}>
            Can be tested: {assertionText(assertion)}{' '}
            {isInEvalSet ? (
              <Tag tone="good">✓ in the eval set</Tag>
            ) : (
              <button
                type="button"
                className={styles.link}
                disabled={!mayAssert}
                onClick={() => onAssert(assertion)}
                data-testid="squeeze-assert"
              >
                Add to the eval set
              </button>
            )}
          </span>
        ) : null}
      </span>
      <span className={styles.rowSide}>
        <QuietSelect
          label={`Type of rule: ${name}`}
          value={type}
          options={LedgerItemType.enum}
          onChange={(chosen) => onChange({ type: chosen })}
        />
        {source === 'rule' ? null : <Tag>{source === 'user' ? 'yours' : 'by the model'}</Tag>}
        <IconButton
          icon="edit"
          size={20}
          label="Change the words of this rule"
          onClick={() => setIsEditing(!isEditing)}
          testId="squeeze-edit-rule"
        />
        <IconButton icon="cancel" size={20} label="Remove this rule" onClick={onRemove} />
      </span>
    </li>
  )
}

/** The words of a rule, to be changed: Enter takes them, Escape leaves them as they were. */
function RuleWords({
  quote,
  onReword,
  onEnd,
}: {
  readonly quote: string
  readonly onReword: (words: string) => string | null
  readonly onEnd: () => void
}) {
  const [words, setWords] = useState(quote)
  const [problem, setProblem] = useState<string | null>(null)

  function take(): void {
    const found = words.trim() === quote ? null : onReword(words)
    setProblem(found)
    if (found === null) onEnd()
  }

  return (
    <span className={styles.rewording}>
      <Textarea
        aria-label="Words of this rule"
        autoFocus
        autosize
        minRows={1}
        maxRows={6}
        value={words}
        error={problem}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setProblem(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onEnd()
          if (event.key !== 'Enter' || event.shiftKey) return
          event.preventDefault()
          take()
        }}
        data-testid="squeeze-rule-words"
      />
      <Button variant="default" disabled={words.trim() === ''} onClick={take} data-testid="squeeze-rule-save">
        Take
      </Button>
    </span>
  )
}

function assertionText({ scorer, isNegated, value }: Assertion): string {
  const label = scorers.has(scorer) ? scorers.get(scorer).label : scorer
  return `${isNegated ? 'not: ' : ''}${label}${value ? ` “${value.slice(0, 60)}”` : ''}`
}
