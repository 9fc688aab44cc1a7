import { Switch, TextInput } from '@mantine/core'
import { NumberField } from '../../ui/number-field.tsx'
import { type ModelDraft, OWN_SOURCE } from './model-draft.ts'
import styles from './model-drawer.module.css'

export interface PriceFieldsProps {
  readonly draft: ModelDraft
  readonly problem: (field: keyof ModelDraft) => string | null
  readonly onChange: (part: Partial<ModelDraft>) => void
}

type PriceName = 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h'

const PRICES: readonly { readonly name: PriceName; readonly label: string }[] = [
  { name: 'input', label: 'Input' },
  { name: 'output', label: 'Output' },
  { name: 'cacheRead', label: 'Cache read' },
  { name: 'cacheWrite5m', label: 'Cache write' },
  { name: 'cacheWrite1h', label: 'Cache write, 1 hour' },
]

/** Prices by token class, where and when they were read. A changed price is the user's own word. */
export function PriceFields({ draft, problem, onChange }: PriceFieldsProps) {
  const isPriced = draft.isPriced
  return (
    <fieldset className={styles.group}>
      <legend>Price, USD per million tokens</legend>
      <Switch
        label="The price is known"
        description={isPriced ? undefined : 'The model is "unpriced": its cost is unknown, never zero.'}
        checked={isPriced}
        data-testid="model-priced"
        onChange={(event) => onChange({ isPriced: event.currentTarget.checked })}
      />
      {isPriced ? (
        <>
          <div className={styles.pair}>
            {PRICES.map(({ name, label }) => (
              <NumberField
                key={name}
                label={label}
                prefix="$"
                placeholder={name === 'input' || name === 'output' ? '' : 'not known'}
                min={0}
                decimalScale={6}
                value={draft[name]}
                error={problem(name)}
                data-testid={`price-${name}`}
                onChange={(price) => onChange({ [name]: price, source: OWN_SOURCE, readOn: today() })}
              />
            ))}
            <NumberField
              label="Batch, share of the price"
              placeholder="no batch API"
              min={0}
              max={1}
              step={0.05}
              decimalScale={3}
              value={draft.batchFactor}
              onChange={(batchFactor) => onChange({ batchFactor })}
            />
            <NumberField
              label="Flex, share of the price"
              placeholder="not known"
              min={0}
              max={1}
              step={0.05}
              decimalScale={3}
              value={draft.flexFactor}
              data-testid="price-flex"
              onChange={(flexFactor) => onChange({ flexFactor })}
            />
          </div>
          {(draft.priceBefore?.tiers ?? []).map(({ aboveInputTokens, prices }) => (
            <p key={aboveInputTokens} className={styles.note}>
              Above {aboveInputTokens.toLocaleString('en-US')} input tokens a call costs ${prices.input} in and $
              {prices.output} out. This tier stays as it is.
            </p>
          ))}
          <div className={styles.pair}>
            <TextInput
              label="Source"
              value={draft.source}
              data-testid="price-source"
              onChange={(event) => onChange({ source: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="Read on"
              value={draft.readOn}
              error={problem('readOn')}
              data-testid="price-read-on"
              onChange={(event) => onChange({ readOn: event.currentTarget.value })}
            />
          </div>
        </>
      ) : null}
    </fieldset>
  )
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
