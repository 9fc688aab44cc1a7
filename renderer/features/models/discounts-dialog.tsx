import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { ProviderId } from '../../../shared/domain/ids.ts'
import type { ProviderInfo } from '../../../shared/domain/provider.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { useCommand } from '../../client/use-command.ts'
import { NumberField } from '../../ui/number-field.tsx'
import { discountsOf, percentsOf } from './discount-draft.ts'
import styles from './discounts-dialog.module.css'

export interface DiscountsDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly providers: readonly ProviderInfo[]
  readonly discounts: Settings['providerDiscounts']
}

/** What a contract takes off the list prices, provider by provider. */
export function DiscountsDialog({ isOpen, onClose, providers, discounts }: DiscountsDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Discounts"
      size={420}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <DiscountsForm onClose={onClose} providers={providers} discounts={discounts} />
    </Modal>
  )
}

function DiscountsForm({ onClose, providers, discounts }: Omit<DiscountsDialogProps, 'isOpen'>) {
  const save = useCommand('settings.save')
  const [percents, setPercents] = useState(() => percentsOf(discounts))
  const paid = providers.filter(({ kind }) => kind !== 'sandbox')

  function change(id: ProviderId, percent: number | null): void {
    const next = new Map(percents)
    if (percent === null) next.delete(id)
    else next.set(id, percent)
    setPercents(next)
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void save.run({ providerDiscounts: discountsOf(percents) }).then((saved) => saved && onClose())
      }}
    >
      <p className={styles.text}>
        What your contract takes off the list prices. Every cost is reckoned after it; a run keeps the discount that it
        began with.
      </p>
      <div className={styles.list}>
        {paid.map(({ id, label }) => (
          <NumberField
            key={id}
            label={label}
            suffix=" %"
            placeholder="none"
            min={0}
            max={99}
            clampBehavior="strict"
            allowNegative={false}
            decimalScale={2}
            value={percents.get(id) ?? null}
            data-testid={`discount-${id}`}
            onChange={(percent) => change(id, percent)}
          />
        ))}
      </div>
      <footer className={styles.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isRunning} data-testid="save-discounts">
          Save
        </Button>
      </footer>
    </form>
  )
}
