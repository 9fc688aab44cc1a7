import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { CellChoice } from './results-view.tsx'

const ROWS_PER_KEY = 10
const CELL = '[data-result-cell]'
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
  readonly scroller: RefObject<HTMLElement | null>
  readonly choice: CellChoice | null
  /** Another text where other rows are shown: among them, the keys begin anew. */
  readonly rows: string
  readonly rowCount: number
  /** Indices of the columns that are shown. */
  readonly shown: readonly number[]
  readonly firstRow: number
  readonly onChoose: (choice: CellChoice) => void
}

export interface GridCursor {
  /** Where the keys were last; another object with every move, and null until the first. */
  readonly cell: CellChoice | null
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

interface CursorState extends Pick<GridCursorInput, 'rows'>, Pick<GridCursor, 'cell'> {
  /** The cell that was open last. */
  readonly last: CellChoice | null
}

/** The arrows move among the cells, and what is open moves along; where an open cell is closed, the focus comes back to it. */
export function useGridCursor(input: GridCursorInput): GridCursor {
  const { scroller, choice, rows, rowCount, shown, firstRow, onChoose } = input
  const [at, setAt] = useState<CursorState>({ rows, cell: null, last: choice })
  const isSame = at.rows === rows
  // What is opened takes them along: closing it would otherwise go back to where they were before.
  if (!isSame || (choice !== null && choice !== at.last))
    setAt({ rows, cell: choice ?? (isSame ? at.cell : null), last: choice })
  const { cell, last } = at
  /** Takes the focus as soon as it is drawn: its row may have to come into sight first. */
  const awaited = useRef<CellChoice | null>(null)
  const hasFocus = useRef(false)
  const isOpen = choice !== null
  useEffect(() => {
    // Only where the focus went with what was closed: whoever types into a filter keeps it.
    if (isOpen || last === null || document.activeElement !== document.body) return
    setAt((before) => ({ ...before, cell: { ...last } }))
    awaited.current = last
  }, [isOpen, last])
  useLayoutEffect(() => {
    if (choice && document.activeElement?.matches(CELL)) awaited.current = choice
  }, [choice])
  // After every drawing, since that is when cells come and go.
  useLayoutEffect(() => {
    const grid = scroller.current
    if (!grid) return
    // A cell that is taken away says nothing when it had the focus; without one, keys would reach nothing.
    if (hasFocus.current && document.activeElement === document.body) grid.focus({ preventScroll: true })
    if (!awaited.current) return
    const { rowIndex, columnIndex } = awaited.current
    // Never taken from elsewhere.
    const isFree = document.activeElement === document.body || grid.contains(document.activeElement)
    const button = grid.querySelector<HTMLElement>(`[data-result-cell="${rowIndex}:${columnIndex}"]`)
    if (isFree && !button) return
    awaited.current = null
    if (isFree) button?.focus({ preventScroll: true })
  })

  function goTo(next: CellChoice): void {
    setAt({ rows, cell: { ...next }, last })
    awaited.current = next
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const move = MOVES[event.key]
    const onCell = event.target instanceof HTMLElement && event.target.matches(CELL)
    const isOwn = onCell || event.target === event.currentTarget
    if (!move || !isOwn || event.ctrlKey || event.metaKey || event.altKey || rowCount === 0) return
    event.preventDefault()
    const from = choice ?? cell ?? { rowIndex: firstRow, columnIndex: shown[0] ?? 0 }
    // From the grid itself they enter the cells, where they were; on the way to one that is not drawn yet they go on.
    const next = moved(from, onCell || awaited.current ? move : [0, 0])
    goTo(next)
    if (choice) onChoose(next)
  }

  /** Within the rows and columns that there are: a filter may have taken away where the keys were. */
  function moved({ rowIndex, columnIndex }: CellChoice, [rows, columns]: readonly [number, number]): CellChoice {
    const place = Math.min(Math.max(shown.indexOf(columnIndex) + columns, 0), shown.length - 1)
    return {
      rowIndex: Math.min(Math.max(rowIndex + rows, 0), rowCount - 1),
      columnIndex: shown[place] ?? columnIndex,
    }
  }

  return {
    cell,
    onKeyDown,
    onFocus: ({ target }) => {
      hasFocus.current = target.matches(CELL)
    },
    onBlur: () => {
      hasFocus.current = false
    },
  }
}
