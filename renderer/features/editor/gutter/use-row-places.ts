import { useEffect, useRef, useState } from 'react'
import type { EditorHandle } from '../../../monaco/text-editor.tsx'
import type { GutterRow } from './gutter-rows.ts'

/** Where a row stands beside its editor. */
export interface RowPlace {
  readonly row: GutterRow
  readonly topPx: number
  readonly heightPx: number
}

const NONE: readonly RowPlace[] = []

/** The rows whose lines Monaco draws; they move with the text while it is typed, until the parts are counted anew. */
export function useRowPlaces(handle: EditorHandle | null, rows: readonly GutterRow[] | null): readonly RowPlace[] {
  const [places, setPlaces] = useState(NONE)
  const shown = useRef('')
  useEffect(() => {
    const model = handle?.editor.getModel()
    if (!handle || !model || !rows || rows.length === 0) {
      shown.current = ''
      setPlaces(NONE)
      return
    }
    const { editor, monaco } = handle
    const follow = editor.createDecorationsCollection(
      rows.map(({ start, end }) => ({
        range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
        options: {},
      })),
    )
    let frame = 0
    const place = () => {
      const next = placesOf(handle, follow.getRanges(), rows)
      const key = JSON.stringify(next.map(({ row, topPx, heightPx }) => [row.id, topPx, heightPx]))
      if (key === shown.current) return
      shown.current = key
      setPlaces(next)
    }
    const schedule = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(place)
    }
    const subscriptions = [
      model.onDidChangeContent(schedule),
      editor.onDidScrollChange(schedule),
      editor.onDidLayoutChange(schedule),
      editor.onDidContentSizeChange(schedule),
      editor.onDidChangeHiddenAreas(schedule),
    ]
    shown.current = ''
    place()
    return () => {
      cancelAnimationFrame(frame)
      for (const subscription of subscriptions) subscription.dispose()
      follow.clear()
    }
  }, [handle, rows])
  return places
}

type Ranges = ReturnType<ReturnType<EditorHandle['editor']['createDecorationsCollection']>['getRanges']>

function placesOf({ editor }: EditorHandle, ranges: Ranges, rows: readonly GutterRow[]): readonly RowPlace[] {
  const scrollTop = editor.getScrollTop()
  const heightPx = editor.getLayoutInfo().height
  const visible = editor.getVisibleRanges()
  const firstLine = visible[0]?.startLineNumber ?? 1
  const lastLine = visible.at(-1)?.endLineNumber ?? 1
  const places: RowPlace[] = []
  let freePx = Number.NEGATIVE_INFINITY
  for (const [index, range] of ranges.entries()) {
    const row = rows[index]
    if (!row || range.isEmpty() || range.endLineNumber < firstLine || range.startLineNumber > lastLine) continue
    const topPx = editor.getTopForPosition(range.startLineNumber, range.startColumn) - scrollTop
    const endPx = editor.getTopForPosition(range.endLineNumber, range.endColumn) - scrollTop + LINE_PX
    // What is folded has no line of its own.
    if (topPx < freePx || endPx < 0 || topPx > heightPx) continue
    freePx = endPx
    places.push({ row, topPx, heightPx: endPx - topPx })
  }
  return places
}

/** As in editor-options.ts. */
const LINE_PX = 20
