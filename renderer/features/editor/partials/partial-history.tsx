import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PromptPartial } from '../../../../shared/domain/partial.ts'
import { useRoute } from '../../../client/use-route.ts'
import { TextDiff } from '../../../monaco/text-diff.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import styles from '../history/history-view.module.css'
import { typedAtText } from '../history/typed-at-text.ts'
import { formatCount } from '../tokens/format-count.ts'

export interface PartialHistoryProps {
  readonly partial: PromptPartial
  /** As it stands in the editor. */
  readonly text: string
  readonly onRestore: (text: string, time: string) => void
}

/** What the partial said at each pause in typing, beside what it says now. */
export function PartialHistory({ partial, text, onRestore }: PartialHistoryProps) {
  const list = useRoute('partials.history', { partialId: partial.id }, { keepPrevious: true })
  const [chosen, setChosen] = useState<number | null>(null)
  const states = list.data ?? []
  const shown = states.find(({ no }) => no === chosen) ?? states[1] ?? states[0]
  const kept = useRoute('partials.text-at', shown ? { partialId: partial.id, no: shown.no } : null)
  const error = list.error ?? kept.error
  if (error) return <FailedState error={error} onRetry={() => void list.refetch()} />
  if (!shown || !kept.data) return <LoadingRows rows={6} label="Loading what was typed" />
  const before = kept.data.text
  const time = typedAtText(shown.savedAt)
  return (
    <div className={styles.typing} data-testid="partial-history">
      <ul className={styles.list} aria-label={`States of ${partial.name}, newest first`}>
        {states.map(({ no, savedAt, characters }) => (
          <li key={no}>
            <button
              type="button"
              className={styles.state}
              aria-current={no === shown.no ? 'true' : undefined}
              data-testid="partial-state-row"
              onClick={() => setChosen(no)}
            >
              <span className={styles.time}>{typedAtText(savedAt)}</span>
              <span className={styles.number}>{formatCount(characters)} chars</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.preview}>
        <div className={styles.previewHead}>
          <span>{before === text ? `${time}: the same as now` : `From ${time} to now`}</span>
          <Button disabled={before === text} data-testid="restore-partial" onClick={() => onRestore(before, time)}>
            Restore this text
          </Button>
        </div>
        <div className={styles.scroll}>
          <TextDiff original={before} modified={text} labels={[`${partial.name} at ${time}`, 'now']} isInline />
        </div>
      </div>
    </div>
  )
}
