import { Button, Checkbox, NativeSelect, Popover } from '@mantine/core'
import type { Run } from '../../../../shared/domain/run.ts'
import type { Fold } from '../../../../shared/domain/run-view.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './results.module.css'
import type { ResultView } from './use-result-view.ts'

const FOLDS: { value: Fold; label: string }[] = [
  { value: 'auto', label: 'auto: up to 4 lines' },
  { value: '1', label: '1 line' },
  { value: '2', label: 'up to 2 lines' },
  { value: '4', label: 'up to 4 lines' },
  { value: '8', label: 'up to 8 lines' },
  { value: '16', label: 'up to 16 lines' },
]

const ZOOMS = [50, 75, 100, 125, 150, 200]

/** Which columns are shown, how large, and how much of each output. */
export function ColumnsMenu({ run, view }: { readonly run: Run; readonly view: ResultView }) {
  const { hidden, zoom } = view.view
  return (
    <Popover position="bottom-end" width={320} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={14} />} data-testid="results-columns">
          {hidden.length > 0 ? `${view.shown.length} of ${run.columns.length} columns` : 'Columns'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.menu} data-testid="columns-menu">
          <div className={styles.pair}>
            <NativeSelect
              label="Outputs"
              data={FOLDS}
              value={view.fold}
              onChange={(event) => view.setFold(event.currentTarget.value as Fold)}
            />
            <NativeSelect
              label="Zoom"
              data={ZOOMS.map((percent) => ({ value: String(percent), label: `${percent} %` }))}
              value={String(zoom)}
              onChange={(event) => view.change({ zoom: Number(event.currentTarget.value) })}
              data-testid="results-zoom"
            />
          </div>
          <h3>Columns</h3>
          <div className={styles.tags}>
            {run.columns.map((column, index) => (
              <Checkbox
                key={`${column.variantId} ${column.modelId}`}
                label={`${column.variantLabel} on ${column.modelId}`}
                checked={!hidden.includes(index)}
                disabled={view.shown.length === 1 && view.shown[0] === index}
                onChange={(event) =>
                  view.change({
                    hidden: event.currentTarget.checked
                      ? hidden.filter((other) => other !== index)
                      : [...hidden, index],
                  })
                }
              />
            ))}
          </div>
          {hidden.length > 0 ? (
            <div>
              <Button variant="subtle" onClick={() => view.change({ hidden: [] })}>
                Show all columns
              </Button>
            </div>
          ) : null}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
