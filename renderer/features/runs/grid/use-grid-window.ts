import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { RowHeights } from './row-heights.ts'

const OVERSCAN_PX = 320

export interface GridShape {
  readonly rowCount: number
  readonly rowHeight: number
  readonly columnCount: number
  readonly columnWidth: number
  /** What sticks to the left and to the top, and covers that much. */
  readonly left: number
  readonly head: number
  /** Another one where other rows are shown: they begin at the top. */
  readonly rows: string
  /** Another one where known heights no longer hold: other columns, another size. */
  readonly sizes: string
}

export interface GridWindow {
  /** To be called after scrolling by code: until the event comes, a drawing would put the rows back where they were. */
  readonly read: () => void
  readonly heights: RowHeights
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

/** Which rows and columns are in sight. Rows keep their place in the window while heights above them become known. */
export function useGridWindow(scroller: RefObject<HTMLDivElement | null>, shape: GridShape): GridWindow {
  const { rowCount, rowHeight, columnCount, columnWidth, left, head, rows, sizes } = shape
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the heights are others
  const heights = useMemo(() => new RowHeights(rowCount, rowHeight), [rowCount, rowHeight, rows, sizes])
  const [at, setAt] = useState({ top: 0, left: 0, height: 800, width: 1200 })
  const anchor = useRef({ row: 0, offset: 0 })
  const latest = useRef(heights)
  latest.current = heights

  const read = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = element
    const row = latest.current.rowAt(scrollTop)
    anchor.current = { row, offset: scrollTop - latest.current.topOf(row) }
    setAt({ top: scrollTop, left: scrollLeft, height: clientHeight, width: clientWidth })
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    read()
    element.addEventListener('scroll', read, { passive: true })
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', read)
      observer.disconnect()
    }
  }, [scroller, read])

  // After every drawing, since pages that arrive make rows above the window higher or lower.
  useLayoutEffect(() => {
    const element = scroller.current
    const { row, offset } = anchor.current
    if (!element || row >= heights.count) return
    const wanted = heights.topOf(row) + offset
    if (Math.abs(wanted - element.scrollTop) > 1 && wanted <= heights.total - element.clientHeight + head)
      element.scrollTop = wanted
  })

  // Other rows begin at the top.
  useEffect(() => {
    anchor.current = { row: 0, offset: 0 }
    if (scroller.current && rows !== '') scroller.current.scrollTop = 0
  }, [scroller, rows])

  const firstColumn = Math.max(0, Math.floor(at.left / columnWidth) - 1)
  return {
    read,
    heights,
    firstRow: rowCount === 0 ? 0 : heights.rowAt(Math.max(0, at.top - OVERSCAN_PX)),
    lastRow: rowCount === 0 ? -1 : heights.rowAt(at.top + at.height - head + OVERSCAN_PX),
    firstColumn,
    lastColumn: Math.min(columnCount - 1, Math.ceil((at.left + at.width - left) / columnWidth)),
  }
}
