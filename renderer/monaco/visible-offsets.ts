import type { monaco } from './monaco.ts'

/** Lines above and below the view that are drawn too, so that a short scroll shows them at once. */
const MARGIN_PX = 60

/**
 * The part of the text that is on the screen, in UTF-16 offsets; null when none is.
 *
 * An editor as high as its text is scrolled by the page, and then Monaco takes all of it for visible.
 */
export function visibleOffsets(
  editor: monaco.editor.ICodeEditor,
  model: monaco.editor.ITextModel,
): { readonly start: number; readonly end: number } | null {
  const ranges = editor.getVisibleRanges()
  const box = editor.getDomNode()?.getBoundingClientRect()
  const [first] = ranges
  const last = ranges.at(-1)
  if (!first || !last || !box) return null
  const top = Math.max(box.top, -MARGIN_PX)
  const bottom = Math.min(box.bottom, window.innerHeight + MARGIN_PX)
  if (bottom <= top) return null
  const scrolled = editor.getScrollTop() - box.top
  let start = model.getOffsetAt(first.getStartPosition())
  let end = model.getOffsetAt(last.getEndPosition())
  if (box.top < top)
    start = Math.max(start, model.getOffsetAt({ lineNumber: lineAt(editor, model, top + scrolled), column: 1 }))
  if (box.bottom > bottom) {
    const line = lineAt(editor, model, bottom + scrolled)
    end = Math.min(end, model.getOffsetAt({ lineNumber: line, column: model.getLineMaxColumn(line) }))
  }
  return end > start ? { start, end } : null
}

/** The last line that begins at or above a height in the text. */
function lineAt(editor: monaco.editor.ICodeEditor, model: monaco.editor.ITextModel, top: number): number {
  let low = 1
  let high = model.getLineCount()
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (editor.getTopForLineNumber(middle) <= top) low = middle
    else high = middle - 1
  }
  return low
}
