import { Button, Switch } from '@mantine/core'
import { useNavigate } from '../../../client/services.tsx'
import { Explain } from '../../../ui/explain.tsx'
import { Icon } from '../../../ui/icon.tsx'
import type { Desk } from '../use-desk.ts'
import styles from './squeeze-call.module.css'

/** The way to Squeeze, and to what it did with this variant before. */
export function SqueezeCall({ desk }: { readonly desk: Desk }) {
  const { go } = useNavigate()
  const { prompt, variant, worth } = desk
  const { latest } = worth
  async function open(mode: 'medium' | null): Promise<void> {
    const place = { page: 'squeeze', promptId: prompt.id, variantId: variant.id } as const
    if (await desk.draft.flush()) go(mode === null ? place : { ...place, mode })
  }
  return (
    <section className={styles.call} aria-label="Squeeze">
      <p>
        Squeeze finds the cheapest wording that keeps every rule, checked by gates and proven on your cases. Optimize
        looks for better answers too. What is protected stays as it is.
        <Explain word="protected span" />
      </p>
      <div className={styles.buttons}>
        <Button
          onClick={() => void open(null)}
          leftSection={<Icon name="compress" size={13} />}
          title="Alt+S"
          data-testid="squeeze"
        >
          Squeeze…
        </Button>
        <Button
          variant="default"
          onClick={() => void open('medium')}
          title="Looks for better answers as well as for a lower cost"
          data-testid="optimize"
        >
          Optimize…
        </Button>
        {latest ? (
          <Button
            variant="subtle"
            onClick={() => go({ page: 'squeeze', promptId: prompt.id, squeezeId: latest.id })}
            data-testid="squeeze-latest"
          >
            {latest.state === 'running' ? 'One is running' : 'The last one'}
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
