import { ActionIcon, Button, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { useRef } from 'react'
import { ResultFilter } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useActions } from '../../../client/use-actions.ts'
import { countText, plural } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import type { Again } from '../cell/ask-again-menu.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { FilterMenu } from './filter-menu.tsx'
import styles from './results.module.css'
import type { CellChoice } from './results-view.tsx'
import { sortText } from './sort-text.ts'
import type { ResultPages } from './use-result-pages.ts'
import type { ResultView } from './use-result-view.ts'
import { ViewMenu } from './view-menu.tsx'

/** The most used ones; the others stand in the filter's menu, and here as well while they are on. */
const FILTERS: readonly { readonly value: ResultFilter; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'passed', label: 'Passed' },
  { value: 'different', label: 'Different' },
  { value: 'errors', label: 'Errors' },
]

const OTHERS: Partial<Record<ResultFilter, string>> = {
  flaky: 'Flaky',
  highlighted: 'Highlighted',
}

export interface ResultsToolbarProps {
  readonly run: Run
  readonly view: ResultView
  readonly pages: Pick<ResultPages, 'matching' | 'total' | 'searched' | 'isStale' | 'error'>
  /** The open cell. */
  readonly choice: CellChoice | null
  readonly onAskAgain: (again: Again) => void
}

export function ResultsToolbar({ run, view, pages, choice, onAskAgain }: ResultsToolbarProps) {
  const field = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'find-results', label: 'Search the results', group: 'Results', keys: '/', run: () => field.current?.focus() },
  ])
  const { filter, sort, isRegex } = view.view
  const compared = run.columns[view.baseline ?? 0]?.variantLabel ?? ''
  const other = filter === 'disagreeing' ? `Disagreeing with ${compared}` : OTHERS[filter]
  const ofRepeats: { value: ResultFilter; label: string }[] =
    run.spec.repeats > 1 && filter !== 'flaky' ? [{ value: 'flaky', label: 'Flaky' }] : []
  return (
    <div className={styles.toolbar} data-testid="results-toolbar">
      <SegmentedControl
        aria-label="Filter"
        value={filter}
        onChange={(value) => view.change({ filter: ResultFilter.parse(value) })}
        data={[...FILTERS, ...ofRepeats, ...(other ? [{ value: filter, label: other }] : [])]}
        data-testid="results-filter"
      />
      <FilterMenu run={run} view={view} />
      <TextInput
        ref={field}
        aria-label="Search variables, expected answers and outputs"
        placeholder={isRegex ? 'Pattern' : 'Search'}
        title="Search variables, expected answers and outputs (/)"
        leftSection={<Icon name="search" size={14} />}
        rightSection={
          <Tooltip label="Search by a regular expression">
            <ActionIcon
              variant={isRegex ? 'filled' : 'subtle'}
              size={20}
              aria-label="Regular expression"
              aria-pressed={isRegex}
              onClick={() => view.change({ isRegex: !isRegex })}
              data-testid="results-regex"
            >
              <span className={styles.regex}>.*</span>
            </ActionIcon>
          </Tooltip>
        }
        value={view.search}
        maxLength={500}
        onChange={(event) => view.setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') view.setSearch('')
        }}
        className={styles.search ?? ''}
        data-testid="results-search"
      />
      <span className={styles.shown} role="status" data-testid="results-count">
        {shownText(view, pages)}
      </span>
      {sort ? (
        <Button
          variant="subtle"
          rightSection={<Icon name="cancel" size={12} />}
          onClick={() => view.change({ sort: null })}
          aria-label={`Sorted ${sortText(sort, run.columns)}: back to the order of the eval set`}
          title={`Sorted ${sortText(sort, run.columns)}. Back to the order of the eval set`}
          data-testid="results-sort"
        >
          <span className={styles.sort}>{sortText(sort, run.columns)}</span>
        </Button>
      ) : null}
      <span className={styles.right}>
        <ColumnsMenu run={run} view={view} />
        <ViewMenu run={run} view={view} choice={choice} onAskAgain={onAskAgain} />
      </span>
    </div>
  )
}

function shownText({ view, search: typed }: ResultView, pages: ResultsToolbarProps['pages']): string {
  const { matching, total, searched, error } = pages
  if (matching === null || (error && view.search !== '')) return ''
  const { filter, search, tags, conditions } = view
  if (pages.isStale || typed.trim() !== search) return '…'
  const isNarrowed = filter !== 'all' || search !== '' || tags.length > 0 || conditions.length > 0
  if (searched !== null)
    return `${countText(matching)} found, ${Math.floor((searched / Math.max(1, total)) * 100)} % searched`
  return isNarrowed ? `${countText(matching)} of ${plural(total, 'case')}` : plural(total, 'case')
}
