import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useRef, useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Icon } from '../../../ui/icon.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { CaseDrawer } from './case-drawer.tsx'
import { CaseTable } from './case-table.tsx'
import styles from './cases-pane.module.css'
import { useCaseEditing } from './use-case-editing.ts'
import { useCaseSelection } from './use-case-selection.ts'

/** Search, table and form of a set's cases. */
export function CasesPane({ evalSet, onImport }: { readonly evalSet: EvalSet; readonly onImport: () => void }) {
  const [typed, setTyped] = useState('')
  const [settled] = useDebouncedValue(typed, 200)
  // Clearing the field must not wait, or the table stays empty after "Clear search".
  const search = typed.trim() === '' ? '' : settled.trim()
  const field = useRef<HTMLInputElement>(null)
  const editing = useCaseEditing(evalSet)
  const selection = useCaseSelection(evalSet.id, search)
  const found = useRoute(
    'cases.page',
    search === '' ? null : { evalSetId: evalSet.id, search, offset: 0, limit: 200 },
    { keepPrevious: true },
  )
  useActions([
    { id: 'add-case', label: 'Add case', group: 'Eval sets', run: editing.add },
    { id: 'find-case', label: 'Search cases', group: 'Eval sets', keys: 'mod+f', run: () => field.current?.focus() },
  ])

  function searchFor(text: string): void {
    setTyped(text)
    selection.clear()
  }

  const count = evalSet.caseCount.toLocaleString('en-US')
  return (
    <div className={styles.pane}>
      <div className={styles.bar}>
        <TextInput
          ref={field}
          className={styles.search}
          aria-label="Search cases"
          placeholder="Search cases"
          leftSection={<Icon name="search" size={14} />}
          value={typed}
          data-testid="case-search"
          onChange={(event) => searchFor(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && searchFor('')}
        />
        <span className={styles.count} role="status" data-testid="case-count">
          {search === '' || !found.data
            ? `${count} ${evalSet.caseCount === 1 ? 'case' : 'cases'}`
            : `${found.data.total.toLocaleString('en-US')} of ${count} cases`}
        </span>
        <div className={styles.actions}>
          {selection.ids.size > 0 ? (
            <>
              <span className={styles.count}>{selection.ids.size.toLocaleString('en-US')} selected</span>
              <Button variant="subtle" onClick={selection.clear}>
                Clear
              </Button>
              <Button
                variant="default"
                loading={selection.isRemoving}
                data-testid="remove-cases"
                onClick={() => void selection.remove([...selection.ids])}
              >
                Remove
              </Button>
            </>
          ) : null}
          <Button
            variant="default"
            leftSection={<Icon name="add" size={14} />}
            onClick={editing.add}
            data-testid="add-case"
          >
            Add case
          </Button>
        </div>
      </div>
      <div className={styles.body}>
        {evalSet.caseCount === 0 ? (
          <EmptyState
            icon="eval-sets"
            title="No cases yet"
            action={
              <Button onClick={onImport} data-testid="import-into-empty">
                Import cases…
              </Button>
            }
          >
            A case is an input with the answer that you expect. Import a CSV or JSON Lines file, paste a table, or add
            cases one by one.
          </EmptyState>
        ) : found.data?.total === 0 && search !== '' ? (
          <EmptyState
            icon="search"
            title="No case matches"
            action={
              <Button variant="default" onClick={() => searchFor('')}>
                Clear search
              </Button>
            }
          >
            {`No variable, expected answer or tag of the ${count} cases holds “${search}”.`}
          </EmptyState>
        ) : (
          <CaseTable key={search} evalSet={evalSet} search={search} selection={selection} onOpen={editing.edit} />
        )}
      </div>
      <CaseDrawer editing={editing} />
    </div>
  )
}
