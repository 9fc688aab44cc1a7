import type { Message } from '../../../../shared/domain/prompt.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { formatCount } from '../tokens/format-count.ts'
import type { ExamplePair } from './example-pairs.ts'
import styles from './pair-head.module.css'

export interface PairHeadProps {
  readonly pair: ExamplePair
  readonly messages: readonly Message[]
  readonly tokens: number | null
  readonly isFolded: boolean
  readonly onFold: () => void
  readonly onReorder: (order: readonly number[]) => void
  readonly onLock: () => void
  readonly onDrop: () => void
}

/** Heads a user's message and the assistant's answer that are one example together. */
export function PairHead({ pair, messages, tokens, isFolded, onFold, onReorder, onLock, onDrop }: PairHeadProps) {
  const { index, place, isLocked, up, down } = pair
  const name = `example ${place}`
  const [question, answer] = [messages[index]?.template ?? '', messages[index + 1]?.template ?? '']
  return (
    <section className={styles.head} aria-label={`Example ${place}`} data-testid={`pair-${place}`}>
      <button type="button" className={styles.fold} aria-expanded={!isFolded} onClick={onFold}>
        <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} size={11} />
        Example {place}
        {isFolded ? (
          <span className={styles.text}>
            {oneLine(question)} → {oneLine(answer)}
          </span>
        ) : null}
      </button>
      {isLocked ? <Tag>locked</Tag> : null}
      <span className={styles.tokens}>{formatCount(tokens)} tokens</span>
      <IconButton
        icon="arrow-up"
        size={22}
        label={`Move ${name} up`}
        isDisabled={up === null}
        onClick={() => up && onReorder(up)}
      />
      <IconButton
        icon="arrow-down"
        size={22}
        label={`Move ${name} down`}
        isDisabled={down === null}
        onClick={() => down && onReorder(down)}
      />
      <IconButton icon="lock" size={22} label={`${isLocked ? 'Unlock' : 'Lock'} ${name}`} onClick={onLock} />
      <IconButton icon="cancel" size={22} label={`Drop ${name}`} onClick={onDrop} />
    </section>
  )
}

function oneLine(text: string): string {
  return text.slice(0, 200).replaceAll(/\s+/g, ' ')
}
