import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Message } from '../../../../shared/domain/prompt.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import type { LedgerItem, SqueezePreview } from '../../../../shared/domain/squeeze.ts'
import { useCommand } from '../../../client/use-command.ts'
import { countText } from '../../../ui/figures.ts'
import { notifyDone } from '../../../ui/notify.tsx'
import { LedgerRow } from './ledger-row.tsx'
import { newRule } from './new-rule.ts'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

export interface LedgerEditorProps {
  readonly form: SqueezeForm
  readonly preview: SqueezePreview
  readonly messages: readonly Message[]
}

const NOT_THERE = 'These words do not stand in the prompt like this. Copy them from it.'
const KNOWN = 'This rule is in the list already.'

/** What the prompt demands, as it was read or as the user has it: every candidate must still say what is required. */
export function LedgerEditor({ form, preview, messages }: LedgerEditorProps) {
  const items = form.ledger ?? preview.ledger
  const { evalSet } = form
  const save = useCommand('eval-sets.set-assertions')
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const required = items.filter(({ isRequired }) => isRequired).length

  function add(): void {
    const item = newRule(messages, words, items)
    const isKnown = items.some(({ quote }) => quote === item?.quote)
    if (item && !isKnown) {
      form.setLedger([item, ...items])
      setWords('')
    }
    setProblem(item ? (isKnown ? KNOWN : null) : NOT_THERE)
  }

  function change(id: string, part: Partial<LedgerItem>): void {
    form.setLedger(items.map((item) => (item.id === id ? { ...item, ...part } : item)))
  }

  /** Gives what is wrong with the words; null when they are taken. */
  function reword(item: LedgerItem, text: string): string | null {
    const others = items.filter(({ id }) => id !== item.id)
    const read = newRule(messages, text, others)
    if (read === null) return NOT_THERE
    if (others.some(({ quote }) => quote === read.quote)) return KNOWN
    const { id, type, isRequired } = item
    change(id, { ...read, id, type, isRequired })
    return null
  }

  const open = evalSet === null ? [] : unaskedOf(items, evalSet.assertions)

  async function addAssertions(some: readonly Assertion[]): Promise<void> {
    if (!evalSet) return
    const saved = await save.run({ evalSetId: evalSet.id, assertions: [...evalSet.assertions, ...some] })
    if (saved)
      notifyDone(`${some.length > 1 ? `${some.length} rules added` : 'Added'} to the assertions of ${evalSet.name}.`)
  }

  return (
    <div data-testid="squeeze-ledger">
      <p className={styles.note}>
        {countText(items.length)} rules, {countText(required)} required: a candidate that no longer says one of these is
        rejected.{' '}
        {form.ledger === null ? (
          'The small model may add to them.'
        ) : (
          <>
            This is your list; the small model adds nothing.{' '}
            <button type="button" className={styles.link} onClick={() => form.setLedger(null)}>
              Back to what was read
            </button>
          </>
        )}
      </p>
      <form
        className={styles.addRule}
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <TextInput
          aria-label="Words of the prompt that are a rule"
          placeholder="Paste words of the prompt that must stay said"
          value={words}
          error={problem}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setProblem(null)
          }}
          data-testid="squeeze-add-words"
        />
        <Button type="submit" variant="default" disabled={words.trim() === ''} data-testid="squeeze-add-rule">
          Add rule
        </Button>
      </form>
      {open.length > 1 ? (
        <p className={styles.note}>
          {countText(open.length)} rules can be tested and are not asked yet.{' '}
          <button
            type="button"
            className={styles.link}
            disabled={save.isRunning}
            onClick={() => void addAssertions(open)}
            data-testid="squeeze-assert-all"
          >
            Add all to the eval set
          </button>
        </p>
      ) : null}
      {items.length === 0 ? <p className={styles.note}>No rule was found. Add what must stay said.</p> : null}
      <ul className={styles.rows}>
        {items.map((item) => (
          <LedgerRow
            key={item.id}
            item={item}
            isInEvalSet={hasAssertion(evalSet?.assertions ?? [], item.assertion)}
            mayAssert={evalSet !== null && !save.isRunning}
            onChange={(part) => change(item.id, part)}
            onReword={(text) => reword(item, text)}
            onRemove={() => form.setLedger(items.filter(({ id }) => id !== item.id))}
            onAssert={(assertion) => void addAssertions([assertion])}
          />
        ))}
      </ul>
    </div>
  )
}

/** Of the rules, what could be asked of an output and is not, each once. */
function unaskedOf(items: readonly LedgerItem[], asked: readonly Assertion[]): readonly Assertion[] {
  const found: Assertion[] = []
  for (const { assertion } of items)
    if (assertion !== null && !hasAssertion([...asked, ...found], assertion)) found.push(assertion)
  return found
}

function hasAssertion(list: readonly Assertion[], wanted: Assertion | null): boolean {
  return (
    wanted !== null &&
    list.some(
      ({ scorer, value, isNegated }) =>
        scorer === wanted.scorer && value === wanted.value && isNegated === wanted.isNegated,
    )
  )
}
