import { type KeyboardEvent, useEffect, useState } from 'react'
import type { CellChoice } from './results-view.tsx'

const ROWS_PER_KEY = 10
/** Rows and columns to go by each key. */
const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [ROWS_PER_KEY, 0],
  PageUp: [-ROWS_PER_KEY, 0],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
}

export interface GridCursorInput {
  readonly choice: CellChoice | null
  readonly rowCount: number
  /** Indices of the columns that are shown. */
  readonly shown: readonly number[]
  readonly firstRow: number
  readonly onChoose: (choice: CellChoice) => void
}

export interface GridCursor {
  /** The cell that takes the focus; null until the keyboard moves in the grid. */
  readonly cell: CellChoice | null
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** The arrows move among the cells, and what is open moves along; where an open cell is closed, the focus comes back to it. */
export function useGridCursor({ choice, rowCount, shown, firstRow, onChoose }: GridCursorInput): GridCursor {
  const [cell, setCell] = useState<CellChoice | null>(null)
  const [last, setLast] = useState(choice)
  if (choice !== null && choice !== last) setLast(choice)
  const isOpen = choice !== null
  useEffect(() => {
    // Only where the focus went with what was closed: whoever types into a filter keeps it.
    if (!isOpen && last !== null && document.activeElement === document.body) setCell({ ...last })
  }, [isOpen, last])

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const move = MOVES[event.key]
    const onCell = event.target instanceof HTMLElement && event.target.matches('[data-result-cell]')
    const isOwn = onCell || event.target === event.currentTarget
    if (!move || !isOwn || event.ctrlKey || event.metaKey || event.altKey || rowCount === 0) return
    event.preventDefault()
    const at = choice ?? cell
    const next = onCell && at ? moved(at, move) : (at ?? { rowIndex: firstRow, columnIndex: shown[0] ?? 0 })
    setCell(next)
    if (choice) onChoose(next)
  }

  function moved({ rowIndex, columnIndex }: CellChoice, [rows, columns]: readonly [number, number]): CellChoice {
    const place = Math.min(Math.max(shown.indexOf(columnIndex) + columns, 0), shown.length - 1)
    return {
      rowIndex: Math.min(Math.max(rowIndex + rows, 0), rowCount - 1),
      columnIndex: shown[place] ?? columnIndex,
    }
  }

  return { cell, onKeyDown }
}
