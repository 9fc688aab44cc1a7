import { Button, Modal, PasswordInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useCommand } from '../../../client/use-command.ts'
import { notifyDone } from '../../../ui/notify.tsx'
import styles from './providers.module.css'

export interface KeyDialogProps {
  /** Null = closed. */
  readonly provider: ProviderInfo | null
  /** The key will be kept in memory only. */
  readonly isSession: boolean
  readonly onClose: () => void
}

/** Takes a key; it goes to the core and is never shown again. */
export function KeyDialog({ provider, isSession, onClose }: KeyDialogProps) {
  return (
    <Modal
      opened={provider !== null}
      onClose={onClose}
      title={provider ? `Key for ${provider.label}` : ''}
      size={440}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {provider ? <KeyForm provider={provider} isSession={isSession} onClose={onClose} /> : null}
    </Modal>
  )
}

/** The key stands in the field alone: React would keep the last states of a component, and the key with them. */
function KeyForm({ provider, isSession, onClose }: KeyDialogProps & { readonly provider: ProviderInfo }) {
  const setKey = useCommand('providers.set-key')
  const field = useRef<HTMLInputElement>(null)
  const [hasText, setHasText] = useState(false)

  async function save(): Promise<void> {
    const saved = await setKey.run({ providerId: provider.id, key: field.current?.value ?? '' })
    if (!saved) return
    if (field.current) field.current.value = ''
    onClose()
    notifyDone(`The key of ${provider.label} is kept. "Check" shows whether it works.`)
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <PasswordInput
        ref={field}
        label="API key"
        description={
          isSession
            ? 'Kept in memory until Pithy closes, because this machine has no keychain.'
            : "Kept in the operating system's keychain. It is not shown again."
        }
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        maxLength={4000}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the key' }}
        data-testid="key-field"
        onChange={(event) => setHasText(event.currentTarget.value.trim() !== '')}
      />
      <div className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={!hasText} loading={setKey.isRunning} data-testid="key-save">
          Keep key
        </Button>
      </div>
    </form>
  )
}
