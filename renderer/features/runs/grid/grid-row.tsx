// biome-ignore-all lint/a11y/useSemanticElements: a row of the virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import { memo } from 'react'
import { isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { CaseCell } from './case-cell.tsx'
import { GridCell } from './grid-cell.tsx'
import { meanScore } from './mean-score.ts'
import styles from './results-grid.module.css'
import type { CellChoice } from './results-view.tsx'
import type { GridRow as GridRowData } from './use-result-pages.ts'
import type { StreamingCells } from './use-streaming-cells.ts'

export interface GridRowProps {
  readonly run: Run
  readonly row: GridRowData | null
  readonly index: number
  readonly top: number
  readonly height: number
  readonly width: number
  readonly caseWidth: number
  readonly columnWidth: number
  readonly lines: number
  /** Indices of the columns that are shown, and which of these are in sight. */
  readonly shown: readonly number[]
  readonly firstColumn: number
  readonly lastColumn: number
  /** The chosen column, when this row is the chosen one. */
  readonly chosenColumn: number | null
  /** Null while nothing is arriving: the row is then drawn again only when it changes. */
  readonly streaming: StreamingCells | null
  /** Index of the column that the others are compared with; null = none. */
  readonly baseline: number | null
  readonly onChoose: (choice: CellChoice) => void
}

/** One case with its cells in sight. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { run, row, index, top, height, width, caseWidth, columnWidth, lines, shown, chosenColumn, streaming } = props
  const { baseline } = props
  const inSight = shown.slice(props.firstColumn, props.lastColumn + 1)
  const compared = baseline === null ? null : row?.cells[baseline]
  const baselineScore = compared ? meanScore(compared) : null
  return (
    <div
      className={styles.row}
      role="row"
      aria-rowindex={index + 2}
      data-chosen={chosenColumn !== null}
      style={{ height, transform: `translateY(${top}px)`, width }}
    >
      <CaseCell row={row} width={caseWidth} lines={lines} />
      {inSight.map((columnIndex, at) => {
        const column = run.columns[columnIndex]
        return (
          <GridCell
            key={columnIndex}
            cells={row ? row.cells[columnIndex] : undefined}
            streaming={row && streaming ? streaming.find(row, columnIndex) : null}
            isRunning={isUnderWay(run)}
            lines={lines}
            baselineScore={columnIndex === baseline ? null : baselineScore}
            isChosen={chosenColumn === columnIndex}
            label={`Case ${row?.evalCase.position ?? index + 1}, ${column?.variantLabel ?? ''} on ${column?.modelId ?? ''}`}
            rowIndex={index}
            columnIndex={columnIndex}
            left={caseWidth + (props.firstColumn + at) * columnWidth}
            width={columnWidth}
            onChoose={props.onChoose}
          />
        )
      })}
    </div>
  )
})
