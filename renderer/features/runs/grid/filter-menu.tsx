import { Button, Checkbox, Indicator, NativeSelect, Popover, SegmentedControl } from '@mantine/core'
import { useRef, useState } from 'react'
import { nanoToUsd, usdToNano } from '../../../../shared/domain/money.ts'
import type { ResultCondition, ResultFilter } from '../../../../shared/domain/results.ts'
import { ResultFigure } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import styles from './results.module.css'
import type { ResultView } from './use-result-view.ts'

const FIGURES: Readonly<
  Record<ResultFigure, { readonly label: string; readonly unit: string; readonly step: number }>
> = {
  score: { label: 'Score', unit: '0 to 1', step: 0.1 },
  cost: { label: 'Cost', unit: '$', step: 0.0001 },
  latency: { label: 'Latency', unit: 'ms', step: 100 },
  tokens: { label: 'Tokens', unit: 'in + out', step: 100 },
}

export interface FilterMenuProps {
  readonly run: Run
  readonly view: ResultView
}

/** The rarer filters: tags, figures, what disagrees with the baseline. */
export function FilterMenu({ run, view }: FilterMenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const tags = useRoute('results.tags', isOpen ? { runId: run.id } : null)
  const { change } = view
  const { filter, conditions } = view.view
  const count = view.view.tags.length + conditions.length
  const isAll = count === 0 && filter === 'all'
  const compared = run.columns[view.baseline ?? 0]
  const kinds: readonly { readonly value: ResultFilter; readonly label: string }[] = [
    { value: 'disagreeing', label: `Disagreeing with ${compared?.variantLabel ?? ''} on ${compared?.modelId ?? ''}` },
    { value: 'flaky', label: 'Flaky: trials that differ' },
    { value: 'highlighted', label: 'Highlighted by you' },
  ]
  const add = useRef<HTMLButtonElement>(null)
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" width={430} trapFocus>
      <Popover.Target>
        <Indicator label={count} size={15} disabled={count === 0}>
          <Button
            variant="default"
            leftSection={<Icon name="filter" size={14} />}
            onClick={() => setIsOpen(!isOpen)}
            aria-expanded={isOpen}
            data-testid="results-conditions"
          >
            Filter
          </Button>
        </Indicator>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.menu} data-testid="filter-menu">
          <h3>Only rows</h3>
          {kinds.map(({ value, label }) => (
            <Checkbox
              key={value}
              label={label}
              checked={filter === value}
              onChange={(event) => change({ filter: event.currentTarget.checked ? value : 'all' })}
            />
          ))}
          <h3>With a figure</h3>
          {conditions.map((condition, index) => (
            <Condition
              // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name, and none moves
              key={index}
              run={run}
              condition={condition}
              onChange={(next) => {
                if (!next) add.current?.focus()
                change({ conditions: conditions.toSpliced(index, 1, ...(next ? [next] : [])) })
              }}
            />
          ))}
          <div>
            <Button
              ref={add}
              variant="default"
              onClick={() =>
                change({ conditions: [...conditions, { figure: 'score', column: null, is: 'at-most', value: 0.5 }] })
              }
              disabled={conditions.length >= 20}
              data-testid="add-condition"
            >
              Add a condition
            </Button>
          </div>
          <h3>With a tag</h3>
          {tags.data?.length === 0 ? <p className="muted">The cases have no tags.</p> : null}
          <div className={styles.tags}>
            {(tags.data ?? []).map(({ tag, cases }) => (
              <Checkbox
                key={tag}
                label={`${tag} (${countText(cases)})`}
                checked={view.view.tags.includes(tag)}
                onChange={(event) =>
                  change({
                    tags: event.currentTarget.checked
                      ? [...view.view.tags, tag]
                      : view.view.tags.filter((other) => other !== tag),
                  })
                }
              />
            ))}
          </div>
          <div>
            <Button
              variant="subtle"
              // Neither taken away nor disabled: the focus would fall out of the menu, and Escape with it.
              data-disabled={isAll}
              aria-disabled={isAll}
              onClick={() => change({ filter: 'all', tags: [], conditions: [] })}
            >
              Show all rows
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

interface ConditionProps {
  readonly run: Run
  readonly condition: ResultCondition
  /** Null = take it away. */
  readonly onChange: (condition: ResultCondition | null) => void
}

function Condition({ run, condition, onChange }: ConditionProps) {
  const { figure, column, is, value } = condition
  const { unit, step } = FIGURES[figure]
  const isCost = figure === 'cost'
  return (
    <div className={styles.condition} data-testid="condition">
      <NativeSelect
        aria-label="Figure"
        value={figure}
        onChange={(event) =>
          onChange({ ...condition, figure: ResultFigure.parse(event.currentTarget.value), value: 0 })
        }
        data={ResultFigure.options.map((name) => ({ value: name, label: FIGURES[name].label }))}
      />
      <SegmentedControl
        aria-label="Comparison"
        value={is}
        onChange={(next) => onChange({ ...condition, is: next })}
        data={[
          { value: 'at-most', label: '≤' },
          { value: 'at-least', label: '≥' },
        ]}
      />
      <NumberField
        aria-label={`Value, ${unit}`}
        value={isCost ? nanoToUsd(value) : value}
        onChange={(next) => next !== null && onChange({ ...condition, value: isCost ? usdToNano(next) : next })}
        min={0}
        step={step}
        suffix={figure === 'latency' ? ' ms' : ''}
        prefix={isCost ? '$' : ''}
        hideControls
      />
      <NativeSelect
        aria-label="Column"
        value={String(run.columns.findIndex((c) => c.variantId === column?.variantId && c.modelId === column.modelId))}
        onChange={(event) => {
          const chosen = run.columns[Number(event.currentTarget.value)]
          onChange({ ...condition, column: chosen ? { variantId: chosen.variantId, modelId: chosen.modelId } : null })
        }}
        data={[
          { value: '-1', label: 'any column' },
          ...run.columns.map((c, index) => ({ value: String(index), label: `${c.variantLabel} on ${c.modelId}` })),
        ]}
      />
      <IconButton icon="cancel" size={20} label="Take this condition away" onClick={() => onChange(null)} />
    </div>
  )
}
