import { Button, TextInput } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { Message } from '../../../shared/domain/prompt.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { notifyUndo } from '../../ui/notify.tsx'
import styles from './find-bar.module.css'
import { type FindQuery, findInMessages, replaceInMessages } from './find-in-messages.ts'
import { usePartFocusActions } from './part-focus.tsx'
import { useSettledValue } from './use-settled-value.ts'

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
  const { found, problem } = useMemo(() => findInMessages(settled, query), [settled, query])
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

  function replaceAll(): void {
    const before = newest()
    const { found: now } = findInMessages(before, query)
    if (now.length === 0) return
    onReplace(replaceInMessages(before, query, replacement))
    notifyUndo(`Replaced ${now.length === 1 ? '1 place' : `${now.length} places`}.`, () => onReplace([...before]))
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
        w={150}
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
        w={120}
        value={replacement}
        onChange={(event) => setReplacement(event.currentTarget.value)}
      />
      <Button variant="default" disabled={found.length === 0} onClick={replaceAll} data-testid="replace-all">
        Replace all
      </Button>
      <IconButton icon="cancel" label="Close the search" keys="Escape" onClick={onClose} />
    </search>
  )
}
