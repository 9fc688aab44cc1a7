import { Button, Modal, PasswordInput } from '@mantine/core'
import { useState } from 'react'
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
  const setKey = useCommand('providers.set-key')
  const [key, setKeyText] = useState('')

  function close(): void {
    setKeyText('')
    onClose()
  }

  async function save(): Promise<void> {
    if (!provider) return
    const saved = await setKey.run({ providerId: provider.id, key })
    if (!saved) return
    close()
    notifyDone(`The key of ${provider.label} is kept. "Check" shows whether it works.`)
  }

  return (
    <Modal
      opened={provider !== null}
      onClose={close}
      title={provider ? `Key for ${provider.label}` : ''}
      size={440}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <PasswordInput
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
          value={key}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the key' }}
          data-testid="key-field"
          onChange={(event) => setKeyText(event.currentTarget.value)}
        />
        <div className={styles.foot}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={key.trim() === ''} loading={setKey.isRunning} data-testid="key-save">
            Keep key
          </Button>
        </div>
      </form>
    </Modal>
  )
}
