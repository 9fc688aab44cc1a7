import { SegmentedControl } from '@mantine/core'
import type { Variant, VariantContent } from '../../../../shared/domain/prompt.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import type { Desk } from '../use-desk.ts'
import type { VariantCommands } from '../use-variant-commands.ts'
import styles from './history-view.module.css'
import { LineageTree } from './lineage-tree.tsx'
import { TypingHistory } from './typing-history.tsx'

/** A text to hold against the current variant. */
export interface ComparedText {
  readonly label: string
  readonly variant: Variant
  /** Null = what the variant's tab says. */
  readonly content: VariantContent | null
}

export interface HistoryViewProps {
  readonly desk: Desk
  readonly commands: VariantCommands
  readonly onChoose: (letter: string) => void
  readonly onCompare: (text: ComparedText) => void
  readonly onClose: () => void
}

/** How the prompt's variants came about, and what was typed into the one on the screen. */
export function HistoryView(props: HistoryViewProps) {
  const { desk, onClose } = props
  const [part, setPart] = useRemembered<'variants' | 'typing'>('history-part', 'variants')
  const variants = useRoute('variants.list', { promptId: desk.prompt.id, withAll: true })
  return (
    <section className={styles.view} aria-label="History" data-testid="history-view">
      <header className={styles.head}>
        <SegmentedControl
          aria-label="Which history"
          value={part}
          // The values below and nothing else.
          onChange={(value) => setPart(value as 'variants' | 'typing')}
          data={[
            { value: 'variants', label: 'All variants' },
            { value: 'typing', label: `Typing in ${desk.variant.letter}` },
          ]}
        />
        <span className={styles.about}>
          {part === 'variants'
            ? 'Each one under the one that it came from.'
            : 'Each pause of the last day, then hourly, after 30 days daily.'}
        </span>
        <IconButton icon="cancel" label="Close the history" keys="Alt+H" onClick={onClose} testId="close-history" />
      </header>
      {variants.error ? <FailedState error={variants.error} onRetry={() => void variants.refetch()} /> : null}
      {variants.isPending ? <LoadingRows rows={8} label="Loading the history" /> : null}
      {variants.data && part === 'variants' ? <LineageTree {...props} variants={variants.data} /> : null}
      {variants.data && part === 'typing' ? (
        <TypingHistory key={desk.variant.letter} {...props} variants={variants.data} />
      ) : null}
    </section>
  )
}
