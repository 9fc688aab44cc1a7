import { useEffect, useRef, useState } from 'react'
import type { EditorHandle } from '../../../monaco/text-editor.tsx'
import type { GutterRow } from './gutter-rows.ts'
import { RowSpans } from './row-spans.ts'

/** Where a row stands beside its editor. */
export interface RowPlace {
  readonly row: GutterRow
  readonly topPx: number
  readonly heightPx: number
}

const NONE: readonly RowPlace[] = []

/** The rows whose lines Monaco draws; they move with the text while it is typed, until the lines are counted anew. */
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
    const { editor } = handle
    const spans = new RowSpans(rows)
    let frame = 0
    const place = () => {
      const next = placesOf(handle, model, { spans, rows })
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
      model.onDidChangeContent(({ changes }) => {
        for (const change of changes) spans.edit(change)
        schedule()
      }),
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
    }
  }, [handle, rows])
  return places
}

type TextModel = NonNullable<ReturnType<EditorHandle['editor']['getModel']>>

interface Rows {
  readonly spans: RowSpans
  readonly rows: readonly GutterRow[]
}

function placesOf({ editor }: EditorHandle, model: TextModel, { spans, rows }: Rows): readonly RowPlace[] {
  const scrollTop = editor.getScrollTop()
  const heightPx = editor.getLayoutInfo().height
  const visible = editor.getVisibleRanges()
  const [first] = visible
  const last = visible.at(-1)
  if (!first || !last) return NONE
  const places: RowPlace[] = []
  let freePx = Number.NEGATIVE_INFINITY
  const seen = spans.within(model.getOffsetAt(first.getStartPosition()), model.getOffsetAt(last.getEndPosition()))
  for (const { index, start, end } of seen) {
    const row = rows[index]
    if (!row) continue
    const from = model.getPositionAt(start)
    const to = model.getPositionAt(end)
    const topPx = editor.getTopForPosition(from.lineNumber, from.column) - scrollTop
    const endPx = editor.getTopForPosition(to.lineNumber, to.column) - scrollTop + LINE_PX
    // What is folded has no line of its own.
    if (topPx < freePx || endPx < 0 || topPx > heightPx) continue
    freePx = endPx
    places.push({ row, topPx, heightPx: endPx - topPx })
  }
  return places
}

/** As in editor-options.ts. */
const LINE_PX = 20
