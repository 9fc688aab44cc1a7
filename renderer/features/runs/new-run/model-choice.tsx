import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import { plainLabel } from '../../../../shared/models/plain-label.ts'
import { pricePair } from '../../../../shared/models/price-pair.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/marks.tsx'
import styles from './new-run.module.css'
import type { ModelOption } from './use-model-options.ts'

export interface ModelChoiceProps {
  readonly options: readonly ModelOption[]
  readonly chosen: readonly ModelId[]
  readonly onChange: (modelIds: readonly ModelId[]) => void
}

export function ModelChoice({ options, chosen, onChange }: ModelChoiceProps) {
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = options.filter(({ model }) => {
    const text = `${model.id} ${model.label}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <div>
      <TextInput
        aria-label="Search models"
        placeholder={`Search ${options.length} models`}
        leftSection={<Icon name="search" size={14} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ul className={styles.models} aria-label="Models">
        {shown.map(({ model, obstacle }) => (
          <li key={model.id}>
            <Checkbox
              checked={chosen.includes(model.id)}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...chosen, model.id] : chosen.filter((id) => id !== model.id))
              }
              data-testid={`new-run-model-${model.id}`}
              classNames={{ body: styles.modelBody ?? '', labelWrapper: styles.modelLabel ?? '' }}
              label={
                <span className={styles.modelRow}>
                  <span className={styles.modelName} title={model.id}>
                    {plainLabel(model.label)}
                  </span>
                  {obstacle ? <Tag tone="warn">{obstacle}</Tag> : null}
                  {model.isSimulation ? <Tag>simulation</Tag> : null}
                  {model.price ? (
                    <span className={styles.price} title="$ per million tokens: input / output">
                      {pricePair(model)}
                    </span>
                  ) : (
                    <Tag tone="warn">unpriced</Tag>
                  )}
                </span>
              }
            />
          </li>
        ))}
        {shown.length === 0 ? <li className="muted">No model matches “{search}”.</li> : null}
      </ul>
    </div>
  )
}
