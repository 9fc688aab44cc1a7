import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { EvalCase, EvalSet } from '../../../../shared/domain/eval-set.ts'
import { FailedState } from '../../../ui/states.tsx'
import { caseColumns } from './case-columns.ts'
import { CaseRow } from './case-row.tsx'
import styles from './case-table.module.css'
import { useCasePages } from './use-case-pages.ts'
import type { CaseSelection } from './use-case-selection.ts'

const ROW_PX = 28
const ROWS_PER_KEY = 20

export interface CaseTableProps {
  readonly evalSet: EvalSet
  readonly search: string
  readonly selection: CaseSelection
  readonly onOpen: (evalCase: EvalCase) => void
}

/** The cases as a grid that draws what is in sight and reads it page by page. Arrows, J and K move, Space selects, Enter and E edit. */
export function CaseTable({ evalSet, search, selection, onOpen }: CaseTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const [knownTotal, setKnownTotal] = useState(search === '' ? evalSet.caseCount : 0)
  const names = evalSet.variableNames
  const { template, minWidth } = caseColumns(names.length)
  const virtualizer = useVirtualizer({
    count: knownTotal,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  const items = virtualizer.getVirtualItems()
  const pages = useCasePages(evalSet.id, { search, first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 })
  const total = pages.total ?? knownTotal
  // The rows in sight decide what is read, and what is read tells how many rows there are.
  if (total !== knownTotal) setKnownTotal(total)

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(total - 1, index))
    setActive(next)
    virtualizer.scrollToIndex(next)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const evalCase = pages.caseAt(active)
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      ...(event.ctrlKey || event.metaKey || event.altKey ? {} : { j: active + 1, k: active - 1 }),
      PageDown: active + ROWS_PER_KEY,
      PageUp: active - ROWS_PER_KEY,
      Home: 0,
      End: total - 1,
    }
    const target = moves[event.key]
    if (target !== undefined) moveTo(target)
    else if (['Enter', 'e'].includes(event.key) && evalCase && !event.ctrlKey && !event.metaKey) onOpen(evalCase)
    else if (event.key === ' ' && evalCase) selection.toggle(active, evalCase.id, event.shiftKey)
    else if (event.key === 'Delete' && evalCase)
      void selection.remove(selection.ids.size > 0 ? [...selection.ids] : [evalCase.id])
    else if (event.key === 'Escape') selection.clear()
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selection.toggleAll(total)
    else return
    event.preventDefault()
  }

  if (pages.error && pages.total === null) return <FailedState error={pages.error} onRetry={pages.retry} />
  const isAll = total > 0 && selection.ids.size >= total
  return (
    <div ref={scroller} className={styles.scroller}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that the keyboard moves in
        role="grid"
        tabIndex={0}
        className={styles.grid}
        style={{ minWidth }}
        aria-label={`Cases of ${evalSet.name}`}
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        aria-activedescendant={total > 0 ? `case-row-${active}` : undefined}
        data-testid="case-table"
        data-total={total}
        onKeyDown={onKeyDown}
      >
        <thead className={styles.head}>
          <tr aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
            <th scope="col" className={styles.headCell}>
              <input
                type="checkbox"
                aria-label={isAll ? 'Select no case' : 'Select all cases found'}
                checked={isAll}
                ref={(box) => {
                  if (box) box.indeterminate = !isAll && selection.ids.size > 0
                }}
                onChange={() => selection.toggleAll(total)}
              />
            </th>
            <th scope="col" className={styles.number} aria-label="Number">
              #
            </th>
            {names.map((name) => (
              <th key={name} scope="col" className={styles.headCell}>
                <code className={styles.variable}>{name}</code>
              </th>
            ))}
            <th scope="col" className={styles.headCell}>
              Expected
            </th>
            <th scope="col" className={styles.headCell}>
              Tags
            </th>
            <th scope="col" className={styles.number}>
              Weight
            </th>
          </tr>
        </thead>
        <tbody className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const evalCase = pages.caseAt(index)
            return (
              <CaseRow
                key={index}
                index={index}
                evalCase={evalCase}
                variableNames={names}
                isSelected={evalCase !== null && selection.ids.has(evalCase.id)}
                isActive={index === active}
                top={start}
                template={template}
                onOpen={() => {
                  setActive(index)
                  if (evalCase) onOpen(evalCase)
                }}
                onToggle={(isRange) => {
                  setActive(index)
                  if (evalCase) selection.toggle(index, evalCase.id, isRange)
                }}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
