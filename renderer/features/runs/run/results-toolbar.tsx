import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { ResultFilter } from '../../../../shared/domain/results.ts'
import { useActions } from '../../../client/use-actions.ts'
import { countText, plural } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './results.module.css'
import type { Fold, ResultView } from './use-result-view.ts'

const FILTERS: readonly { readonly value: ResultFilter; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'passed', label: 'Passed' },
  { value: 'different', label: 'Different' },
  { value: 'errors', label: 'Errors' },
]

/** Only where cases were asked more than once. */
const FLAKY = { value: 'flaky', label: 'Flaky' } as const

const FOLDS: { value: Fold; label: string }[] = [
  { value: 'auto', label: 'Lines: auto' },
  { value: '1', label: '1 line' },
  { value: '2', label: '2 lines' },
  { value: '4', label: '4 lines' },
  { value: '8', label: '8 lines' },
]

export interface ResultsToolbarProps {
  readonly view: ResultView
  readonly hasRepeats: boolean
  readonly matching: number | null
  readonly total: number
  /** The rows become others. */
  readonly onChange: () => void
}

export function ResultsToolbar({ view, hasRepeats, matching, total, onChange }: ResultsToolbarProps) {
  const field = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'find-results', label: 'Search the results', group: 'Results', keys: '/', run: () => field.current?.focus() },
  ])
  const isNarrowed = view.filter !== 'all' || view.question.search !== ''
  return (
    <div className={styles.toolbar}>
      <SegmentedControl
        aria-label="Filter"
        value={view.filter}
        onChange={(value) => {
          view.setFilter(ResultFilter.parse(value))
          onChange()
        }}
        data={hasRepeats ? [...FILTERS, FLAKY] : [...FILTERS]}
        data-testid="results-filter"
      />
      <TextInput
        ref={field}
        aria-label="Search variables, expected answers and outputs"
        placeholder="Search ( / )"
        leftSection={<Icon name="search" size={14} />}
        value={view.search}
        onChange={(event) => {
          view.setSearch(event.currentTarget.value)
          onChange()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') view.setSearch('')
        }}
        className={styles.search ?? ''}
        data-testid="results-search"
      />
      <span className={styles.shown} role="status" data-testid="results-count">
        {matching === null
          ? ''
          : isNarrowed
            ? `${countText(matching)} of ${plural(total, 'case')}`
            : plural(total, 'case')}
      </span>
      {view.sort ? (
        <Button
          variant="subtle"
          rightSection={<Icon name="cancel" size={12} />}
          onClick={() => {
            view.setSort(null)
            onChange()
          }}
          aria-label="Back to the order of the eval set"
        >
          by {view.sort.by}, {view.sort.isDescending ? 'highest' : 'lowest'} first
        </Button>
      ) : null}
      <NativeSelect
        aria-label="Lines shown of each output"
        data={FOLDS}
        value={view.fold}
        onChange={(event) => view.setFold(event.currentTarget.value as Fold)}
        className={styles.fold ?? ''}
      />
    </div>
  )
}
