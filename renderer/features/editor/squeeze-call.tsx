import { Button, Switch } from '@mantine/core'
import { useNavigate } from '../../client/services.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './squeeze-call.module.css'
import type { Desk } from './use-desk.ts'

/** The way to Squeeze, and to what it did with this variant before. */
export function SqueezeCall({ desk }: { readonly desk: Desk }) {
  const { go } = useNavigate()
  const { prompt, variant, worth } = desk
  const { latest } = worth
  async function open(): Promise<void> {
    if (await desk.draft.flush()) go({ page: 'squeeze', promptId: prompt.id, variantId: variant.id })
  }
  return (
    <section className={styles.call} aria-label="Squeeze">
      <p>
        Let Pithy find the cheapest wording that keeps every rule: edits by rules and by a small model, checked by gates
        and proven on your cases.
      </p>
      <div className={styles.buttons}>
        <Button
          onClick={() => void open()}
          leftSection={<Icon name="compress" size={13} />}
          title="Alt+S"
          data-testid="squeeze"
        >
          Squeeze…
        </Button>
        {latest ? (
          <Button
            variant="subtle"
            onClick={() => go({ page: 'squeeze', promptId: prompt.id, squeezeId: latest.id })}
            data-testid="squeeze-latest"
          >
            {latest.state === 'running' ? 'One is running' : 'Open the last one'}
          </Button>
        ) : null}
      </div>
      {worth.isKnown ? (
        <Switch
          label="Show in the text what each part is worth"
          checked={worth.isOn}
          onChange={worth.toggle}
          data-testid="worth-toggle"
        />
      ) : null}
      {worth.isOn && worth.note ? <p className={styles.note}>{worth.note}</p> : null}
    </section>
  )
}
