// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid places its rows itself, which a table cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { CaseCell } from './case-cell.tsx'
import { GridCell } from './grid-cell.tsx'
import { GridHead } from './grid-head.tsx'
import styles from './results-grid.module.css'
import type { CellChoice } from './results-view.tsx'
import type { ResultPages } from './use-result-pages.ts'
import type { Fold, ResultView } from './use-result-view.ts'
import type { StreamingCells } from './use-streaming-cells.ts'
import { useWidth } from './use-width.ts'

const CASE_WIDTH_PX = 264
const HEAD_PX = 142
const LEAST_COLUMN_PX = 288
const LINE_PX = 18
/** Padding, and the line with verdict and figures. */
const ROW_EXTRA_PX = 36
const CHARACTERS_PER_TOKEN = 4.5
const CHARACTER_PX = 7.2

export interface ResultsGridProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  readonly view: ResultView
  readonly pages: ResultPages
  readonly streaming: StreamingCells
  readonly choice: CellChoice | null
  readonly onChoose: (choice: CellChoice) => void
  readonly onRange: (firstRow: number, lastRow: number) => void
}

/** Cases × variants on models; only what is in sight is in the page, in both directions. */
export function ResultsGrid(props: ResultsGridProps) {
  const { run, columns, view, pages, streaming, choice, onChoose, onRange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const columnCount = run.columns.length
  const columnWidth = Math.max(LEAST_COLUMN_PX, Math.floor((width - CASE_WIDTH_PX) / Math.max(1, columnCount)))
  const lines = linesOf(view.fold, columns, columnWidth)
  const rowHeight = lines * LINE_PX + ROW_EXTRA_PX
  const rowCount = pages.matching ?? 0

  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // The head covers as much as it pushes the rows down.
    scrollPaddingEnd: HEAD_PX,
    overscan: 6,
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columnCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => columnWidth,
    paddingStart: CASE_WIDTH_PX,
    scrollPaddingStart: CASE_WIDTH_PX,
    overscan: 1,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are what makes the old measures wrong
  useEffect(() => {
    rows.measure()
    across.measure()
  }, [rowHeight, columnWidth])

  const shownRows = rows.getVirtualItems()
  const firstRow = shownRows[0]?.index ?? 0
  const lastRow = shownRows.at(-1)?.index ?? 0
  useEffect(() => onRange(firstRow, lastRow), [firstRow, lastRow, onRange])

  const chosenRow = choice?.rowIndex ?? null
  const chosenColumn = choice?.columnIndex ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the choice moves, not when the virtualizers change
  useEffect(() => {
    if (chosenRow !== null) rows.scrollToIndex(chosenRow, { align: 'auto' })
    if (chosenColumn !== null) across.scrollToIndex(chosenColumn, { align: 'auto' })
  }, [chosenRow, chosenColumn, width])

  const shownColumns = across.getVirtualItems()
  const totalWidth = CASE_WIDTH_PX + columnCount * columnWidth
  const summaryOf = (index: number) => {
    const column = run.columns[index]
    return (
      columns.find(({ variantId, modelId }) => variantId === column?.variantId && modelId === column?.modelId) ?? null
    )
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="table"
      aria-label="Results"
      aria-rowcount={rowCount + 1}
      aria-colcount={columnCount + 1}
      aria-busy={pages.isStale}
      data-testid="results-grid"
    >
      <div className={styles.head} style={{ width: totalWidth, height: HEAD_PX }} role="row" aria-rowindex={1}>
        <div className={styles.headCase} role="columnheader" style={{ width: CASE_WIDTH_PX }}>
          <span>variant</span>
          <span>model</span>
          <span>cases passed</span>
          <span>passed of scored</span>
          <span>mean cost, tokens in + out</span>
          <span>latency of a call</span>
          <strong>Case</strong>
        </div>
        {shownColumns.map(({ index, start, size }) => (
          <GridHead
            key={index}
            run={run}
            index={index}
            summary={summaryOf(index)}
            baseline={view.baseline === null ? null : summaryOf(view.baseline)}
            view={view}
            style={{ left: start, width: size }}
          />
        ))}
      </div>
      <div
        className={styles.body}
        style={{ height: rows.getTotalSize(), width: totalWidth }}
        data-stale={pages.isStale}
      >
        {shownRows.map((virtualRow) => {
          const row = pages.rowAt(virtualRow.index)
          return (
            <div
              key={virtualRow.index}
              className={styles.row}
              role="row"
              aria-rowindex={virtualRow.index + 2}
              data-chosen={virtualRow.index === chosenRow}
              style={{ height: rowHeight, transform: `translateY(${virtualRow.start}px)`, width: totalWidth }}
            >
              <CaseCell row={row} width={CASE_WIDTH_PX} lines={lines} />
              {shownColumns.map(({ index, start, size }) => (
                <GridCell
                  key={index}
                  cells={row ? (row.cells[index] ?? null) : undefined}
                  streaming={row ? streaming.find(row, index) : null}
                  isRunning={run.state === 'running' || run.state === 'waiting'}
                  lines={lines}
                  isChosen={virtualRow.index === chosenRow && index === chosenColumn}
                  label={`Case ${row?.evalCase.position ?? virtualRow.index + 1}, ${run.columns[index]?.variantLabel ?? ''} on ${run.columns[index]?.modelId ?? ''}`}
                  columnIndex={index}
                  style={{ left: start, width: size }}
                  onChoose={() => onChoose({ rowIndex: virtualRow.index, columnIndex: index })}
                />
              ))}
            </div>
          )
        })}
        {pages.matching === 0 ? <p className={styles.none}>No case matches this filter.</p> : null}
      </div>
    </div>
  )
}

/** Auto: as many as a long output needs, and two at least for the case's own text. */
function linesOf(fold: Fold, columns: readonly ColumnSummary[], columnWidth: number): number {
  if (fold !== 'auto') return Number(fold)
  const longest = Math.max(0, ...columns.map(({ meanOutputTokens }) => meanOutputTokens ?? 0))
  return Math.min(4, Math.max(2, Math.ceil((longest * CHARACTERS_PER_TOKEN * CHARACTER_PX) / (columnWidth - 20))))
}
