import { useRef, useState } from 'react'
import styles from './inline-edit.module.css'

export interface InlineEditProps {
  readonly value: string
  /** Accessible name: "Prompt's name". */
  readonly label: string
  readonly placeholder?: string
  /** Called with the trimmed text when it changed. */
  readonly onSave: (value: string) => void
  readonly mayBeEmpty?: boolean
  /** Starts in editing; `onDone` tells that it ended either way. */
  readonly startsOpen?: boolean
  readonly onDone?: () => void
  readonly maxLength?: number
  readonly testId?: string
}

/** Text that turns into a field at a click or Enter; Enter or leaving saves, Escape gives up. */
export function InlineEdit(props: InlineEditProps) {
  const {
    value,
    label,
    placeholder = '',
    onSave,
    mayBeEmpty = false,
    startsOpen = false,
    onDone,
    maxLength = 200,
    testId,
  } = props
  const [draft, setDraft] = useState<string | null>(startsOpen ? value : null)
  const isGivingUp = useRef(false)

  function finish(): void {
    const text = (draft ?? '').trim()
    const isSaved = !isGivingUp.current && text !== value && (text !== '' || mayBeEmpty)
    isGivingUp.current = false
    setDraft(null)
    if (isSaved) onSave(text)
    onDone?.()
  }

  if (draft === null) {
    return (
      <button
        type="button"
        className={styles.text}
        aria-label={`${label}: ${value || placeholder}. Rename`}
        data-testid={testId}
        data-empty={value === ''}
        onClick={() => setDraft(value)}
      >
        {value || placeholder}
      </button>
    )
  }
  return (
    <input
      className={styles.field}
      aria-label={label}
      data-testid={testId ? `${testId}-field` : undefined}
      value={draft}
      placeholder={placeholder}
      maxLength={maxLength}
      size={Math.max(12, draft.length + 1)}
      // biome-ignore lint/a11y/noAutofocus: the user has just asked for this field
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Escape') isGivingUp.current = true
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
