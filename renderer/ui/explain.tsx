import { Tooltip } from '@mantine/core'
import styles from './explain.module.css'
import { Icon } from './icon.tsx'
import { type Word, words } from './words.ts'

/** A small "?" beside a heading: what the word means, on hover, focus or touch. */
export function Explain({ word }: { readonly word: Word }) {
  const { title, text } = words[word]
  return (
    <Tooltip label={text} multiline w={300} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={styles.mark} aria-label={`What it means: ${title}`} data-word={word}>
        <Icon name="help" size={13} />
      </button>
    </Tooltip>
  )
}
