import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { plainLabel } from '../../../../shared/models/plain-label.ts'
import { pricePair } from '../../../../shared/models/price-pair.ts'
import { useCommand } from '../../../client/use-command.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from './model-picker.module.css'
import { useChosenModels } from './use-chosen-models.ts'

const MAX_MODELS = 8

/** Up to eight models for the meter, out of the catalog. */
export function ModelPicker() {
  const { models, catalog, settings } = useChosenModels()
  const save = useCommand('settings.save')
  const [search, setSearch] = useState('')
  const chosen = new Set(models.map(({ id }) => id))
  const words = search.toLowerCase().split(/\s+/)
  const found = catalog.filter(({ id, label }) => words.every((word) => `${id} ${label}`.toLowerCase().includes(word)))
  const isFull = chosen.size >= MAX_MODELS

  function toggle(model: CatalogModel): void {
    const ids = settings?.chosenModelIds ?? []
    void save.run({
      chosenModelIds: chosen.has(model.id) ? ids.filter((id) => id !== model.id) : [...ids, model.id],
    })
  }

  return (
    <Popover width={340} position="bottom-end" trapFocus onClose={() => setSearch('')}>
      <Popover.Target>
        <Button variant="subtle" size="compact-xs" data-testid="choose-models">
          Choose models…
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} className={styles.dropdown ?? ''}>
        <TextInput
          aria-label="Search models"
          placeholder="Search models"
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <p className={styles.note}>
          {chosen.size} of at most {MAX_MODELS} chosen. Prices per million tokens, input / output.
        </p>
        <ul className={styles.list}>
          {found.map((model) => (
            <li key={model.id}>
              <label className={styles.row}>
                <input
                  type="checkbox"
                  checked={chosen.has(model.id)}
                  disabled={isFull && !chosen.has(model.id)}
                  onChange={() => toggle(model)}
                />
                <span className={styles.name} title={model.id}>
                  {plainLabel(model.label)}
                </span>
                {model.isSimulation ? <Tag>simulation</Tag> : null}
                <span className={styles.price}>{pricePair(model)}</span>
              </label>
            </li>
          ))}
          {found.length === 0 ? (
            <li className={styles.note}>No model has this name. Add one on the Models page.</li>
          ) : null}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}
