import { useState } from 'react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { notifyDone, notifyFailure } from '../../../ui/notify.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'

/** What the provider sent, as it was; folded, and only then written out. */
export function RawReply({ raw }: { readonly raw: unknown }) {
  const [isOpen, setIsOpen] = useState(false)
  if (raw === null || raw === undefined) return null
  const text = isOpen ? (typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2)) : ''

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2))
      notifyDone('Copied the raw reply.')
    } catch {
      notifyFailure('The browser did not allow copying. Open the raw reply and select it instead.')
    }
  }

  return (
    <Section
      title="Raw reply"
      aside={<IconButton icon="copy" size={20} label="Copy the raw reply" onClick={() => void copy()} />}
    >
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)} data-testid="cell-raw">
        <summary className={styles.summary}>JSON as received</summary>
        {isOpen ? <pre className={styles.output}>{text}</pre> : null}
      </details>
    </Section>
  )
}
