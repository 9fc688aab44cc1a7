import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useCommand } from '../../../client/use-command.ts'
import styles from './providers.module.css'

/** Asks first: a key that was forgotten cannot be brought back from here. */
export function RemoveKey({ provider }: { readonly provider: ProviderInfo }) {
  const [isOpen, setIsOpen] = useState(false)
  const remove = useCommand('providers.remove-key')
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={260} trapFocus>
      <Popover.Target>
        <Button variant="subtle" onClick={() => setIsOpen(!isOpen)} data-testid="remove-key">
          Remove key
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles.ask}>Pithy forgets the key of {provider.label}. It cannot be shown or brought back.</p>
        <div className={styles.foot}>
          <Button variant="default" onClick={() => setIsOpen(false)}>
            Cancel
          </Button>
          <Button
            loading={remove.isRunning}
            data-testid="remove-key-confirm"
            onClick={() => void remove.run({ providerId: provider.id }).then(() => setIsOpen(false))}
          >
            Remove
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
