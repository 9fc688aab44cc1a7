import { Button, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { usePartFocusActions } from '../part-focus.tsx'
import { useSettledValue } from '../use-settled-value.ts'
import styles from './find-bar.module.css'
import type { FindQuery } from './find-in-messages.ts'
import { useFind } from './use-find.ts'

export interface FindBarProps {
  readonly messages: readonly Message[]
  /** `messages` may be a little behind. */
  readonly newest: () => readonly Message[]
  readonly onReplace: (messages: Message[]) => void
  readonly onClose: () => void
}

const EMPTY: FindQuery = { text: '', isRegex: false, isCaseSensitive: false, isWholeWord: false }

/** Finds and replaces in all messages at once. */
export function FindBar({ messages, newest, onReplace, onClose }: FindBarProps) {
  const [query, setQuery] = useState(EMPTY)
  const [replacement, setReplacement] = useState('')
  const [at, setAt] = useState(-1)
  const { point, reveal } = usePartFocusActions()
  const settled = useSettledValue(messages, 150)
  const { found, problem, replace } = useFind(settled, query)
  useEffect(() => () => point(null), [point])

  function show(index: number): void {
    const place = found[(index + found.length) % found.length]
    if (!place) return
    setAt((index + found.length) % found.length)
    point(place)
    // The focus stays here: a key meant for the search must never be typed over what was found.
    reveal({ ...place, keepsFocus: true })
  }

  function change(part: Partial<FindQuery>): void {
    setQuery({ ...query, ...part })
    setAt(-1)
    point(null)
  }

  async function replaceAll(): Promise<void> {
    const before = newest()
    const replaced = await replace(before, replacement)
    // What was typed while a pattern ran in its worker must not be lost.
    if (replaced === null || replaced.count === 0 || newest() !== before) return
    const { messages: after, count: places } = replaced
    onReplace(after)
    notifyUndo(`Replaced ${places === 1 ? '1 place' : `${places} places`}.`, () => onReplace([...before]), {
      isBrief: true,
    })
  }

  const toggles = [
    { key: 'isCaseSensitive', text: 'Aa', label: 'Match case' },
    { key: 'isWholeWord', text: 'W', label: 'Whole words' },
    { key: 'isRegex', text: '.*', label: 'Regular expression' },
  ] as const
  const count = found.length.toLocaleString('en-US')
  return (
    <search className={styles.bar} data-testid="find-bar" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <TextInput
        aria-label="Find in all messages"
        placeholder="Find in all messages"
        w={130}
        autoFocus
        value={query.text}
        error={problem !== null}
        title={problem ?? undefined}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          show(event.shiftKey ? at - 1 : at + 1)
        }}
      />
      {toggles.map(({ key, text, label }) => (
        <button
          key={key}
          type="button"
          className={styles.toggle}
          aria-pressed={query[key]}
          aria-label={label}
          title={label}
          onClick={() => change({ [key]: !query[key] })}
        >
          {text}
        </button>
      ))}
      <span className={styles.count} role="status" data-testid="find-count">
        {problem ?? (query.text === '' ? '' : at < 0 ? `${count} found` : `${at + 1} of ${count}`)}
      </span>
      <IconButton
        icon="arrow-up"
        label="Previous place"
        keys="Shift+Enter"
        isDisabled={found.length === 0}
        onClick={() => show(at - 1)}
      />
      <IconButton
        icon="arrow-down"
        label="Next place"
        keys="Enter"
        isDisabled={found.length === 0}
        onClick={() => show(at + 1)}
      />
      <TextInput
        aria-label="Replace with"
        placeholder="Replace with"
        w={100}
        value={replacement}
        onChange={(event) => setReplacement(event.currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={found.length === 0}
        onClick={() => void replaceAll()}
        data-testid="replace-all"
      >
        Replace all
      </Button>
      <IconButton icon="cancel" label="Close the search" keys="Escape" onClick={onClose} />
    </search>
  )
}
