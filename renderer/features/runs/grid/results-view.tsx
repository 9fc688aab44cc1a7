import { useCallback, useEffect, useState } from 'react'
import type { CaseId } from '../../../../shared/domain/ids.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useActions } from '../../../client/use-actions.ts'
import { Split, SplitHandle, SplitPanel } from '../../../ui/split.tsx'
import { FailedState } from '../../../ui/states.tsx'
import { CellDetail } from '../cell/cell-detail.tsx'
import { useAskAgain } from '../cell/use-ask-again.tsx'
import styles from './results.module.css'
import { ResultsGrid } from './results-grid.tsx'
import { ResultsToolbar } from './results-toolbar.tsx'
import { type GridRow, type PageWindow, type ResultPages, useResultPages } from './use-result-pages.ts'
import { useResultView } from './use-result-view.ts'
import { useStreamingCells } from './use-streaming-cells.ts'

/** A chosen row farther off than this would drag all pages between along. */
const NEAR_ROWS = 300

export interface CellChoice {
  /** Where its row stands under the current filter and order. */
  readonly rowIndex: number
  /** Index among all columns of the run, hidden ones included. */
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
  const [inSight, setInSight] = useState<PageWindow>({ first: 0, last: 20, columns: [0] })
  const { rows } = view
  const [opened, setOpened] = useState({ choice: openedCell, rows })
  const setChoice = useCallback((choice: CellChoice | null) => setOpened({ choice, rows }), [rows])
  const again = useAskAgain(run)
  const { brought } = view.view
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was brought is taken over once
  useEffect(() => {
    if (!brought) return
    const at = run.columns.findIndex(
      ({ variantId, modelId }) => variantId === brought.baseline?.variantId && modelId === brought.baseline.modelId,
    )
    const wanted = at < 0 ? null : at
    // First, since the baseline may decide which rows there are; what is left follows with the next drawing.
    if (baseline !== wanted) return onBaseline(wanted)
    view.setFold(brought.fold)
    setChoice(brought.cell && brought.cell.columnIndex < run.columns.length ? brought.cell : null)
    view.change({ brought: null })
  }, [brought, baseline])
  // A number of a row means another case as soon as other rows are shown.
  const wanted = opened.rows === rows ? opened.choice : null
  const pages = useResultPages(view.question, withBaseline(withChoice(inSight, wanted), baseline))
  const isGone = wanted !== null && isWhole(pages) && wanted.rowIndex >= (pages.matching ?? 0)
  const choice = isGone ? null : wanted
  const row = choice ? pages.rowAt(choice.rowIndex) : null
  const rowCount = pages.matching ?? 0
  const streaming = useStreamingCells(run, run.state === 'running' ? caseIdsOf(pages, inSight, row) : NONE)
  const onWindow = useCallback((next: PageWindow) => setInSight(next), [])

  function step(rows: number, across: number): void {
    if (!choice) return
    const at = view.shown.indexOf(choice.columnIndex)
    const columnIndex = view.shown[Math.min(Math.max(at + across, 0), view.shown.length - 1)] ?? choice.columnIndex
    const rowIndex = Math.min(Math.max(choice.rowIndex + rows, 0), Math.max(0, rowCount - 1))
    setChoice({ rowIndex, columnIndex })
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
      <ResultsToolbar run={run} view={view} pages={pages} choice={choice} onAskAgain={again.ask} />
      {pages.error && (pages.matching === null || view.view.search !== '') ? (
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
          onWindow={onWindow}
          onAskAgain={again.ask}
        />
      )}
    </div>
  )
  return (
    <div className={styles.fill}>
      {again.dialog}
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
                baseline={baseline}
                row={row}
                streaming={row && choice ? streaming.find(row, choice.columnIndex) : null}
                choice={choice}
                rowCount={rowCount}
                onStep={step}
                onAskAgain={again.ask}
                onClose={() => setChoice(null)}
              />
            </SplitPanel>
          </>
        ) : null}
      </Split>
    </div>
  )
}

const NONE: readonly CaseId[] = []

/** Whether it is known how many rows there are. */
function isWhole({ matching, searched, isStale }: ResultPages): boolean {
  return matching !== null && searched === null && !isStale
}

function withChoice(inSight: PageWindow, choice: CellChoice | null): PageWindow {
  if (!choice) return inSight
  const first = Math.min(inSight.first, choice.rowIndex)
  const last = Math.max(inSight.last, choice.rowIndex)
  const columns = inSight.columns.includes(choice.columnIndex)
    ? inSight.columns
    : [...inSight.columns, choice.columnIndex]
  return last - first <= NEAR_ROWS ? { first, last, columns } : inSight
}

/** What the cells in sight are compared with is read along with them. */
function withBaseline(inSight: PageWindow, baseline: number | null): PageWindow {
  if (baseline === null || inSight.columns.includes(baseline)) return inSight
  return { ...inSight, columns: [...inSight.columns, baseline] }
}

/** The cases in sight, and the chosen one. */
function caseIdsOf(pages: ResultPages, { first, last }: PageWindow, chosen: GridRow | null): readonly CaseId[] {
  const ids = new Set(chosen ? [chosen.evalCase.id] : [])
  for (let index = first; index <= last; index++) {
    const row = pages.rowAt(index)
    if (row) ids.add(row.evalCase.id)
  }
  return [...ids]
}
