// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid places its rows itself, which a table cannot
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the grid scrolls, and the arrows move in it
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import { type CSSProperties, useEffect, useRef } from 'react'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { Again } from '../cell/ask-again-menu.tsx'
import { GridHead } from './grid-head.tsx'
import { GridRow } from './grid-row.tsx'
import styles from './results-grid.module.css'
import type { CellChoice } from './results-view.tsx'
import { rowLines } from './row-lines.ts'
import { useGridCursor } from './use-grid-cursor.ts'
import { useGridWindow } from './use-grid-window.ts'
import type { PageWindow, ResultPages } from './use-result-pages.ts'
import type { ResultView } from './use-result-view.ts'
import type { StreamingCells } from './use-streaming-cells.ts'
import { useWidth } from './use-width.ts'

const CASE_WIDTH_PX = 264
const HEAD_PX = 142
const LEAST_COLUMN_PX = 288
const LINE_PX = 18
/** Around a row's text, beside the line with verdict and figures. */
const ROW_PADDING_PX = 18
const AUTO_LINES = 4
/** Chromium draws nothing beyond 33,554,400 px. */
const MAX_HEIGHT_PX = 32_000_000

export interface ResultsGridProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  readonly view: ResultView
  readonly pages: ResultPages
  readonly streaming: StreamingCells
  readonly choice: CellChoice | null
  readonly onChoose: (choice: CellChoice) => void
  readonly onWindow: (window: PageWindow) => void
  readonly onAskAgain: (again: Again) => void
}

/** Cases × variants on models; only what is in sight is in the page, in both directions. */
export function ResultsGrid(props: ResultsGridProps) {
  const { run, columns, view, pages, streaming, choice, onChoose, onWindow } = props
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const { shown } = view
  const zoom = view.view.zoom / 100
  const rowCount = pages.matching ?? 0
  const caseWidth = Math.round(CASE_WIDTH_PX * Math.max(0.75, zoom))
  const columnWidth = Math.max(Math.round(LEAST_COLUMN_PX * zoom), Math.floor((width - caseWidth) / shown.length))
  const line = Math.round(LINE_PX * zoom)
  const rowExtra = ROW_PADDING_PX + line
  const head = Math.round(HEAD_PX * zoom)
  const most = mostLines(view.fold === 'auto' ? AUTO_LINES : Number(view.fold), rowCount, line)
  const place = useGridWindow(scroller, {
    rowCount,
    rowHeight: Math.min(2, most) * line + rowExtra,
    columnCount: shown.length,
    columnWidth,
    left: caseWidth,
    head,
    rows: view.rows,
    sizes: `${shown.join(',')} ${most} ${columnWidth} ${line}`,
  })
  const { heights, firstRow, lastRow, firstColumn, lastColumn } = place
  const inSight = shown.slice(firstColumn, lastColumn + 1)
  const rowNumbers = Array.from({ length: Math.max(0, lastRow - firstRow + 1) }, (_, index) => firstRow + index)
  const lines = new Map<number, number>()
  for (const index of rowNumbers) {
    const row = pages.rowAt(index)
    if (!row) continue
    const own = rowLines(row, { columns: inSight, columnWidth: (columnWidth - 20) / zoom, caseWidth, most })
    // While one looks at it, a row only grows: it would jump with every column that comes into sight.
    const known = Math.round((heights.heightOf(index) - rowExtra) / line)
    const needed = Math.max(own, Math.min(known, most), Math.min(2, most))
    lines.set(index, needed)
    heights.set(index, needed * line + rowExtra)
  }

  const columnsInSight = inSight.join(',')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the columns
  useEffect(
    () => onWindow({ first: firstRow, last: Math.max(firstRow, lastRow), columns: inSight }),
    [firstRow, lastRow, columnsInSight, onWindow],
  )

  const cursor = useGridCursor({ scroller, choice, rows: view.rows, rowCount, shown, firstRow, onChoose })
  const cellToShow = choice ?? cursor.cell
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the choice moves, not when the heights change
  useEffect(() => {
    const element = scroller.current
    if (!element || !cellToShow) return
    const top = heights.topOf(cellToShow.rowIndex)
    const bottom = top + heights.heightOf(cellToShow.rowIndex)
    const visible = element.clientHeight - head
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + visible) element.scrollTop = bottom - visible
    const left = shown.indexOf(cellToShow.columnIndex) * columnWidth
    if (left < element.scrollLeft) element.scrollLeft = left
    else if (left + columnWidth > element.scrollLeft + element.clientWidth - caseWidth)
      element.scrollLeft = left + columnWidth - element.clientWidth + caseWidth
    place.read()
  }, [cellToShow, width])

  const totalWidth = caseWidth + shown.length * columnWidth
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
      aria-colcount={shown.length + 1}
      aria-busy={pages.isStale}
      data-testid="results-grid"
      // One stop for Tab; the arrows go on from here.
      tabIndex={0}
      onKeyDown={cursor.onKeyDown}
      onFocus={cursor.onFocus}
      onBlur={cursor.onBlur}
      // Custom properties are not among React's style names.
      style={
        {
          '--line-px': `${line}px`,
          '--text-px': `${Math.round(12 * zoom * 2) / 2}px`,
          '--zoom': zoom,
        } as CSSProperties
      }
    >
      <div className={styles.head} style={{ width: totalWidth, height: head }} role="row" aria-rowindex={1}>
        <div className={styles.headCase} role="columnheader" style={{ width: caseWidth }}>
          <span>variant</span>
          <span>model</span>
          <span>cases passed</span>
          <span>passed of scored</span>
          <span>mean cost, tokens in + out</span>
          <span>latency of a call</span>
          <strong>Case</strong>
        </div>
        {inSight.map((index, at) => (
          <GridHead
            key={index}
            run={run}
            index={index}
            summary={summaryOf(index)}
            baseline={view.baseline === null ? null : summaryOf(view.baseline)}
            view={view}
            onAskAgain={props.onAskAgain}
            style={{ left: caseWidth + (firstColumn + at) * columnWidth, width: columnWidth }}
          />
        ))}
      </div>
      <div className={styles.body} style={{ height: heights.total, width: totalWidth }} data-stale={pages.isStale}>
        {rowNumbers.map((index) => (
          <GridRow
            key={index}
            run={run}
            row={pages.rowAt(index)}
            index={index}
            top={heights.topOf(index)}
            height={heights.heightOf(index)}
            width={totalWidth}
            caseWidth={caseWidth}
            columnWidth={columnWidth}
            lines={lines.get(index) ?? Math.min(2, most)}
            shown={shown}
            firstColumn={firstColumn}
            lastColumn={lastColumn}
            chosenColumn={index === choice?.rowIndex ? choice.columnIndex : null}
            streaming={run.state === 'running' ? streaming : null}
            baseline={view.baseline}
            onChoose={onChoose}
          />
        ))}
        {pages.matching === 0 && pages.searched === null ? (
          <p className={styles.none}>No case matches this filter.</p>
        ) : null}
      </div>
    </div>
  )
}

function mostLines(wanted: number, rowCount: number, line: number): number {
  const room = Math.floor((MAX_HEIGHT_PX / Math.max(1, rowCount) - ROW_PADDING_PX - line) / line)
  return Math.max(1, Math.min(wanted, room))
}
