import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { MAX_OWN_RULES, type OwnRule } from '../../../../shared/domain/own-rules.ts'
import { readOwnRules } from '../../../../shared/savings/own-rules/read-own-rules.ts'
import { plural } from '../../../ui/figures.ts'
import styles from './own-rules.module.css'

interface PasteRulesProps {
  /** How many more there may be. */
  readonly most: number
  readonly onTake: (rules: readonly OwnRule[]) => void
}

/** Rules from a table: pattern or question, text, answer. */
export function PasteRules({ most, onTake }: PasteRulesProps) {
  const [text, setText] = useState('')
  const { rules, problems } = readOwnRules(text)
  const isTooMany = rules.length > most
  return (
    <div className={styles.stack}>
      <Textarea
        label="Rows of kind, text and answer; without a kind a question, or a /pattern/"
        placeholder={'question,When are you open?,From 9 to 17\npattern,^(hi|hello)\\b,Hello! How can I help?'}
        autosize
        minRows={3}
        maxRows={10}
        classNames={{ input: 'mono' }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problems.slice(0, 5).map((problem) => (
        <p key={problem} className={styles.bad}>
          {problem}
        </p>
      ))}
      {isTooMany ? (
        <p
          className={styles.bad}
        >{`A project has ${plural(MAX_OWN_RULES, 'rule')} at most: there is room for ${most}.`}</p>
      ) : null}
      <Button
        variant="default"
        className={styles.start ?? ''}
        disabled={rules.length === 0 || isTooMany}
        onClick={() => {
          onTake(rules)
          setText('')
        }}
      >
        {`Add ${plural(rules.length, 'rule')}`}
      </Button>
    </div>
  )
}
