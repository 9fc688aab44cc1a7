import { useState } from 'react'
import type { CaseId } from '../../../../shared/domain/ids.ts'
import type { ColumnSummary, ResultRow } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useActions } from '../../../client/use-actions.ts'
import { Split, SplitHandle, SplitPanel } from '../../../ui/split.tsx'
import { FailedState } from '../../../ui/states.tsx'
import { CellDetail } from './cell-detail.tsx'
import styles from './results.module.css'
import { ResultsGrid } from './results-grid.tsx'
import { ResultsToolbar } from './results-toolbar.tsx'
import { type ResultPages, useResultPages } from './use-result-pages.ts'
import { useResultView } from './use-result-view.ts'
import { useStreamingCells } from './use-streaming-cells.ts'

export interface CellChoice {
  /** Where its row stands under the current filter and order. */
  readonly rowIndex: number
  readonly columnIndex: number
}

export interface ResultsViewProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  /** Index of the column that the others are compared with; null = none. */
  readonly baseline: number | null
  readonly onBaseline: (column: number | null) => void
  /** The cell that is open at first. */
  readonly openedCell: CellChoice | null
}

/** The grid of results with its filters, and beside it the chosen cell in full. */
export function ResultsView({ run, columns, baseline, onBaseline, openedCell }: ResultsViewProps) {
  const view = useResultView(run, { baseline, setBaseline: onBaseline })
  const [range, setRange] = useState({ first: 0, last: 50 })
  const [choice, setChoice] = useState(openedCell)
  const first = Math.min(range.first, choice?.rowIndex ?? range.first)
  const last = Math.max(range.last, choice?.rowIndex ?? range.last)
  // A chosen row far off would drag all pages between along.
  const isNear = last - first <= 600
  const pages = useResultPages(view.question, isNear ? { first, last } : range)
  const row = choice ? pages.rowAt(choice.rowIndex) : null
  const rowCount = pages.matching ?? 0
  const streaming = useStreamingCells(run, caseIdsOf(pages, range, row))

  function step(rows: number, across: number): void {
    if (!choice) return
    setChoice({
      rowIndex: Math.min(Math.max(choice.rowIndex + rows, 0), Math.max(0, rowCount - 1)),
      columnIndex: Math.min(Math.max(choice.columnIndex + across, 0), run.columns.length - 1),
    })
  }

  useActions(
    choice
      ? [
          { id: 'cell-next', label: 'Next case', group: 'Results', keys: 'j', run: () => step(1, 0) },
          { id: 'cell-previous', label: 'Previous case', group: 'Results', keys: 'k', run: () => step(-1, 0) },
          { id: 'cell-right', label: 'Next column', group: 'Results', keys: 'l', run: () => step(0, 1) },
          { id: 'cell-left', label: 'Previous column', group: 'Results', keys: 'h', run: () => step(0, -1) },
          { id: 'cell-close', label: 'Close cell', group: 'Results', keys: 'Escape', run: () => setChoice(null) },
        ]
      : [],
  )

  const grid = (
    <div className={styles.view}>
      <ResultsToolbar
        view={view}
        hasRepeats={run.spec.repeats > 1}
        matching={pages.matching}
        total={pages.total}
        onChange={() => setChoice(null)}
      />
      {pages.error && pages.matching === null ? (
        <FailedState error={pages.error} onRetry={pages.retry} />
      ) : (
        <ResultsGrid
          run={run}
          columns={columns}
          view={view}
          pages={pages}
          streaming={streaming}
          choice={choice}
          onChoose={setChoice}
          onRange={(firstRow, lastRow) => {
            if (firstRow !== range.first || lastRow !== range.last) setRange({ first: firstRow, last: lastRow })
          }}
        />
      )}
    </div>
  )
  return (
    <div className={styles.fill}>
      <Split id="run-results" panelIds={choice ? ['grid', 'cell'] : ['grid']}>
        <SplitPanel id="grid" minSize={320}>
          {grid}
        </SplitPanel>
        {choice ? (
          <>
            <SplitHandle label="Width of the cell's details" />
            <SplitPanel id="cell" defaultSize="38%" minSize={340}>
              <CellDetail
                run={run}
                columns={columns}
                row={row}
                streaming={row && choice ? streaming.find(row, choice.columnIndex) : null}
                choice={choice}
                rowCount={rowCount}
                onStep={step}
                onChoose={setChoice}
                onClose={() => setChoice(null)}
              />
            </SplitPanel>
          </>
        ) : null}
      </Split>
    </div>
  )
}

/** The cases in sight, and the chosen one. */
function caseIdsOf(
  pages: ResultPages,
  { first, last }: { readonly first: number; readonly last: number },
  chosen: ResultRow | null,
): readonly CaseId[] {
  const ids = new Set(chosen ? [chosen.evalCase.id] : [])
  for (let index = first; index <= last; index++) {
    const row = pages.rowAt(index)
    if (row) ids.add(row.evalCase.id)
  }
  return [...ids]
}
