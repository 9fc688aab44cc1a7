import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useActions } from '../../client/use-actions.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'
import { Explain } from '../../ui/explain.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'
import { DiscountsDialog } from './discounts-dialog.tsx'
import { filterModels, type ModelFilter } from './filter-models.ts'
import { PriceImportDialog } from './import/price-import-dialog.tsx'
import { usePriceImport } from './import/use-price-import.ts'
import { ModelDrawer } from './model-drawer.tsx'
import { ModelTable } from './model-table.tsx'
import styles from './models-page.module.css'
import { useModelEditing } from './use-model-editing.ts'

/** How many models the meter shows at most; settings.ts has the same limit. */
const MAX_CHOSEN = 8
const NO_FILTER: ModelFilter = { text: '', providerId: null, isChosenOnly: false }

/** The model catalog: prices with their source and date, limits, what each model takes. */
export function ModelsPage() {
  const models = useRoute('models.list', {})
  const providers = useRoute('providers.list', {})
  const settings = useRoute('settings.get', {})
  const save = useCommand('settings.save')
  const [filter, setFilter] = useState(NO_FILTER)
  const editing = useModelEditing()
  const importing = usePriceImport()
  const [isDiscounting, setIsDiscounting] = useState(false)
  useActions([
    { id: 'add-model', label: 'Add model…', group: 'Models', run: editing.add },
    { id: 'import-prices', label: 'Import prices…', group: 'Models', run: importing.open },
    { id: 'discounts', label: 'Discounts…', group: 'Models', run: () => setIsDiscounting(true) },
  ])

  if (models.error) return <FailedState error={models.error} onRetry={() => void models.refetch()} />
  if (models.isPending) return <LoadingRows rows={16} label="Loading models" />
  const chosenIds = settings.data?.chosenModelIds ?? []
  const list = models.data
  const found = filterModels(list, filter, new Set(chosenIds))
  const labels = new Map((providers.data ?? []).map(({ id, label }) => [id, label]))
  const used = [...new Set(list.map(({ providerId }) => providerId))]

  return (
    <Page
      hasPadding={false}
      title={
        <>
          Models
          <Explain word="model catalog" />
        </>
      }
      detail={
        <span data-testid="model-count">
          {found.length === list.length ? list.length : `${found.length} of ${list.length}`} models · {chosenIds.length}{' '}
          of at most {MAX_CHOSEN} in the meter · what the sandbox is
          <Explain word="sandbox model" />
        </span>
      }
      actions={
        <>
          <Button variant="default" onClick={() => setIsDiscounting(true)} data-testid="discounts">
            Discounts…
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="upload" size={14} />}
            onClick={importing.open}
            data-testid="import-prices"
          >
            Import prices…
          </Button>
          <Button leftSection={<Icon name="add" size={14} />} onClick={editing.add} data-testid="add-model">
            Add model…
          </Button>
        </>
      }
    >
      <div className={styles.pane}>
        <div className={styles.bar}>
          <TextInput
            className={styles.search}
            aria-label="Search models"
            placeholder="Search models"
            leftSection={<Icon name="search" size={14} />}
            value={filter.text}
            data-testid="model-search"
            onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
            onKeyDown={(event) => event.key === 'Escape' && setFilter({ ...filter, text: '' })}
          />
          <NativeSelect
            aria-label="Provider"
            value={filter.providerId ?? ''}
            data-testid="model-provider-filter"
            data={[
              { value: '', label: 'All providers' },
              ...used.map((id) => ({ value: id, label: labels.get(id) ?? id })),
            ]}
            onChange={(event) => {
              const value = event.currentTarget.value
              setFilter({ ...filter, providerId: used.find((id) => id === value) ?? null })
            }}
          />
          <Checkbox
            label="In the meter only"
            checked={filter.isChosenOnly}
            onChange={(event) => setFilter({ ...filter, isChosenOnly: event.currentTarget.checked })}
          />
          <span className={styles.note}>Prices in USD per million tokens</span>
        </div>
        {found.length === 0 ? (
          <EmptyState
            icon="models"
            title="No model matches"
            action={
              <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
                Clear the filter
              </Button>
            }
          >
            Add a model by hand, or check its provider in Settings, so that the models of its endpoint are found.
          </EmptyState>
        ) : (
          <ModelTable
            models={found}
            providerLabels={labels}
            chosenIds={chosenIds}
            maxChosen={MAX_CHOSEN}
            onOpen={editing.edit}
            onToggle={(id) =>
              void save.run({
                chosenModelIds: chosenIds.includes(id) ? chosenIds.filter((one) => one !== id) : [...chosenIds, id],
              })
            }
          />
        )}
      </div>
      <PriceImportDialog importing={importing} />
      <DiscountsDialog
        isOpen={isDiscounting}
        onClose={() => setIsDiscounting(false)}
        providers={providers.data ?? []}
        discounts={settings.data?.providerDiscounts ?? {}}
      />
      <ModelDrawer editing={editing} providers={providers.data ?? []} models={list} />
    </Page>
  )
}
