import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TextExample } from '../../../../shared/compress/find-examples.ts'
import { useServices } from '../../../client/services.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { formatCount } from '../tokens/format-count.ts'
import styles from './example-strip.module.css'

export interface ExampleStripProps {
  readonly template: string
  readonly examples: readonly TextExample[]
  readonly isLocked: (text: string) => boolean
  readonly onMove: (from: number, to: number) => void
  readonly onDrop: (index: number) => void
  readonly onLock: (text: string) => void
  readonly onFold: (example: TextExample) => void
  readonly onReveal: (example: TextExample) => void
}

/** The few-shot examples of one message: each with its tokens, to be moved, folded, locked or dropped. */
export function ExampleStrip({
  template,
  examples,
  isLocked,
  onMove,
  onDrop,
  onLock,
  onFold,
  onReveal,
}: ExampleStripProps) {
  const texts = examples.map(({ start, end }) => template.slice(start, end))
  const tokens = useExampleTokens(texts)
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)

  function endDrag(): void {
    if (dragged !== null && over !== null && dragged !== over) onMove(dragged, over)
    setDragged(null)
    setOver(null)
  }

  return (
    <ol className={styles.list} aria-label="Few-shot examples" data-testid="examples">
      {examples.map((example, index) => {
        const name = `example ${index + 1}`
        const isLast = index === examples.length - 1
        return (
          <li
            // Moving one changes the text at every place.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what the row stands for
            key={index}
            className={styles.row}
            data-over={over === index && dragged !== index}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDragged(index)
            }}
            onDragOver={(event) => {
              if (dragged === null) return
              event.preventDefault()
              setOver(index)
            }}
            onDrop={(event) => event.preventDefault()}
            onDragEnd={endDrag}
          >
            <span className={styles.place} aria-hidden="true">
              {index + 1}
            </span>
            <button
              type="button"
              className={styles.text}
              title={texts[index]}
              aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
              onClick={() => onReveal(example)}
              onKeyDown={(event) => {
                if (event.altKey && event.key === 'ArrowUp' && index > 0) onMove(index, index - 1)
                else if (event.altKey && event.key === 'ArrowDown' && !isLast) onMove(index, index + 1)
                else if (event.key === 'Delete') onDrop(index)
                else return
                event.preventDefault()
              }}
            >
              <span className={styles.input}>{example.input.replaceAll(/\s+/g, ' ')}</span>
              <span className={styles.output}>{example.output.replaceAll(/\s+/g, ' ')}</span>
            </button>
            {isLocked(texts[index] ?? '') ? <Tag>locked</Tag> : null}
            <span className={styles.tokens}>{formatCount(tokens[index] ?? null)} tok</span>
            <IconButton
              icon="arrow-up"
              size={20}
              label={`Move ${name} up`}
              isDisabled={index === 0}
              onClick={() => onMove(index, index - 1)}
            />
            <IconButton
              icon="arrow-down"
              size={20}
              label={`Move ${name} down`}
              isDisabled={isLast}
              onClick={() => onMove(index, index + 1)}
            />
            <IconButton icon="fold" size={20} label={`Fold or unfold ${name}`} onClick={() => onFold(example)} />
            <IconButton
              icon="lock"
              size={20}
              label={`Lock or unlock ${name}`}
              onClick={() => onLock(texts[index] ?? '')}
            />
            <IconButton icon="cancel" size={20} label={`Drop ${name}`} onClick={() => onDrop(index)} />
          </li>
        )
      })}
    </ol>
  )
}

function useExampleTokens(texts: readonly string[]): readonly number[] {
  const { tokens } = useServices()
  const counted = useQuery({
    queryKey: ['example-tokens', texts],
    queryFn: () => tokens().count([...texts], 'o200k_base'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
    placeholderData: (before) => (before?.length === texts.length ? before : undefined),
  })
  return counted.data ?? []
}
