import type { Cell } from '../../../../shared/domain/run.ts'
import type { GridRow } from './use-result-pages.ts'
import { variableText } from './variable-text.ts'

const CHARACTER_PX = 7.25

/** How many lines a row needs for the outputs in sight and its own case, `most` at most. */
export function rowLines(
  row: GridRow,
  {
    columns,
    columnWidth,
    caseWidth,
    most,
  }: { columns: readonly number[]; columnWidth: number; caseWidth: number; most: number },
): number {
  const perLine = Math.max(8, Math.floor(columnWidth / CHARACTER_PX))
  const ofCase = Object.values(row.evalCase.variables).reduce<number>(
    (sum, value) => sum + Math.min(2000, variableText(value).length) + 3,
    0,
  )
  // The interface's font is narrower than the outputs'.
  let lines = Math.ceil(ofCase / Math.floor(caseWidth / 6.4))
  for (const index of columns) {
    const first = row.cells[index]?.[0]
    if (first && lines < most) lines = Math.max(lines, linesOf(textOf(first), perLine, most))
  }
  return Math.min(most, Math.max(1, lines))
}

function textOf(cell: Cell): string {
  return cell.state === 'failed' ? (cell.error?.message ?? '') : cell.output
}

/** Stops counting at `most`, so that a long text costs no more than a short one. */
function linesOf(text: string, perLine: number, most: number): number {
  let lines = 0
  let from = 0
  while (from <= text.length && lines < most) {
    const end = text.indexOf('\n', from)
    const to = end < 0 ? text.length : end
    lines += Math.max(1, Math.ceil((to - from) / perLine))
    if (end < 0) break
    from = end + 1
  }
  return lines
}
