import { Button } from '@mantine/core'
import { useState } from 'react'
import type { DraftSnapshot } from '../../../../shared/domain/draft-snapshot.ts'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { useRoute } from '../../../client/use-route.ts'
import { TextDiff } from '../../../monaco/text-diff.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { formatCount } from '../tokens/format-count.ts'
import { useSettledValue } from '../use-settled-value.ts'
import styles from './history-view.module.css'
import type { HistoryViewProps } from './history-view.tsx'
import { typedAtText } from './typed-at-text.ts'
import { useRestoreText } from './use-restore-text.ts'

interface TypingHistoryProps extends HistoryViewProps {
  readonly variants: readonly Variant[]
}

const PAGE = 60

/** What the tab said at each pause, beside what it says now. */
export function TypingHistory({ desk, variants, onCompare }: TypingHistoryProps) {
  const { variant } = desk
  const [limit, setLimit] = useState(PAGE)
  const input = { promptId: variant.promptId, letter: variant.letter, limit: Math.min(limit, 200) }
  const list = useRoute('drafts.list', input, { keepPrevious: true })
  const [chosen, setChosen] = useState<number | null>(null)
  if (list.error) return <FailedState error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <LoadingRows rows={8} label="Loading what was typed" />
  const [newest] = list.data
  if (!newest) {
    return (
      <EmptyState icon="note" title={`Nothing typed into ${variant.letter} yet`}>
        From the first change on, every pause in typing is kept here, and can be put back.
      </EmptyState>
    )
  }
  const shown = list.data.find(({ no }) => no === chosen) ?? list.data[1] ?? newest
  const labels = new Map(variants.map((one) => [one.id, variantLabel(one)]))
  return (
    <div className={styles.typing}>
      <div className={styles.states}>
        <ul className={styles.list} aria-label={`States of ${variant.letter}, newest first`}>
          {list.data.map((snapshot, index) => (
            <li key={snapshot.no}>
              <button
                type="button"
                className={styles.state}
                aria-current={snapshot.no === shown.no ? 'true' : undefined}
                data-testid="typed-state"
                onClick={() => setChosen(snapshot.no)}
              >
                <span className={styles.time}>{typedAtText(snapshot.savedAt)}</span>
                <span className={styles.revision}>{labels.get(snapshot.variantId) ?? variant.letter}</span>
                <span className={styles.number}>
                  {snapshot.tokens === null
                    ? `${formatCount(snapshot.characters)} chars`
                    : `${formatCount(snapshot.tokens)} tok`}
                </span>
                <TokenChange snapshot={snapshot} before={list.data[index + 1] ?? null} />
              </button>
            </li>
          ))}
        </ul>
        {list.data.length === input.limit && input.limit < 200 ? (
          <Button variant="subtle" onClick={() => setLimit(limit + 70)}>
            Show older ones
          </Button>
        ) : null}
      </div>
      <Preview key={shown.no} snapshot={shown} desk={desk} onCompare={onCompare} />
    </div>
  )
}

function TokenChange({
  snapshot,
  before,
}: {
  readonly snapshot: DraftSnapshot
  readonly before: DraftSnapshot | null
}) {
  if (!before || snapshot.tokens === null || before.tokens === null) return <span className={styles.delta} />
  const change = snapshot.tokens - before.tokens
  const text = change === 0 ? '±0' : `${change < 0 ? '−' : '+'}${formatCount(Math.abs(change))}`
  return <span className={styles.delta}>{text}</span>
}

type PreviewProps = Pick<HistoryViewProps, 'desk' | 'onCompare'> & { readonly snapshot: DraftSnapshot }

function Preview({ snapshot, desk, onCompare }: PreviewProps) {
  const kept = useRoute('drafts.get', { no: snapshot.no })
  const restoreText = useRestoreText()
  const now = useSettledValue(desk.draft.content, 300)
  if (kept.error) return <FailedState error={kept.error} onRetry={() => void kept.refetch()} />
  if (!kept.data) return <LoadingRows rows={8} label="Loading this state" />
  const { content } = kept.data
  const rows = Array.from({ length: Math.max(content.messages.length, now.messages.length) }, (_, index) => index)
  const differing = rows.filter((index) => content.messages[index]?.template !== now.messages[index]?.template)
  const time = typedAtText(snapshot.savedAt)
  const hasOtherParameters = JSON.stringify(content.parameters) !== JSON.stringify(now.parameters)
  const isSame = differing.length === 0 && !hasOtherParameters
  return (
    <div className={styles.preview}>
      <div className={styles.previewHead}>
        <span>{isSame ? `${time}: the same as now` : `From ${time} to now`}</span>
        <Button
          variant="default"
          disabled={isSame}
          onClick={() => onCompare({ label: time, variant: desk.variant, content })}
        >
          Compare
        </Button>
        <Button
          disabled={isSame}
          data-testid="restore-state"
          onClick={() => restoreText(desk.variant, content, `the text of ${time}`)}
        >
          Restore this text
        </Button>
      </div>
      <div className={styles.scroll} data-testid="typed-preview">
        {hasOtherParameters ? <p className={styles.differs}>The parameters differ too.</p> : null}
        {differing.map((index) => (
          <section key={index} aria-label={`Message ${index + 1}`}>
            <h3 className={styles.message}>Message {index + 1}</h3>
            <TextDiff
              original={content.messages[index]?.template ?? ''}
              modified={now.messages[index]?.template ?? ''}
              labels={[`Message ${index + 1} at ${time}`, `Message ${index + 1} now`]}
              isInline
            />
          </section>
        ))}
      </div>
    </div>
  )
}
