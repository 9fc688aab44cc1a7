import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useActions } from '../../client/use-actions.ts'
import { words } from '../../ui/words.ts'
import styles from './word-list.module.css'

/** The words of Pithy with what each means, from the palette. */
export function WordList() {
  const [isOpen, setIsOpen] = useState(false)
  useActions([{ id: 'words', label: 'Explain the words of Pithy', group: 'Help', run: () => setIsOpen(true) }])
  return (
    <Modal
      opened={isOpen}
      onClose={() => setIsOpen(false)}
      title="Words"
      size={620}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className={styles.list} data-selectable data-testid="word-list">
        {Object.entries(words).map(([id, { title, text }]) => (
          <div key={id} className={styles.row}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
