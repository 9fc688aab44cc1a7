// biome-ignore-all lint/a11y/useSemanticElements: a cell of the virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import { memo, useEffect, useRef } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { StreamingCell } from '../../../../shared/domain/results.ts'
import type { Cell } from '../../../../shared/domain/run.ts'
import { promptTokensOf } from '../../../../shared/domain/usage.ts'
import { countText, durationText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { CellVerdict } from '../cell/cell-verdict.tsx'
import { shownOutput } from '../cell/shown-output.ts'
import { StreamingText } from '../cell/streaming-text.tsx'
import styles from './results-grid.module.css'
import type { CellChoice } from './results-view.tsx'

export interface GridCellProps {
  /** By repeat; null where nothing is there yet, undefined while the row is on its way. */
  readonly cells: readonly Cell[] | null | undefined
  /** What is arriving for it; null when nothing is. */
  readonly streaming: StreamingCell | null
  readonly isRunning: boolean
  readonly lines: number
  readonly isChosen: boolean
  readonly hasCursor: boolean
  readonly label: string
  readonly rowIndex: number
  readonly columnIndex: number
  readonly left: number
  readonly width: number
  readonly onChoose: (choice: CellChoice) => void
}

export const GridCell = memo(function GridCell(props: GridCellProps) {
  const {
    cells,
    streaming,
    isRunning,
    lines,
    isChosen,
    hasCursor,
    label,
    rowIndex,
    columnIndex,
    left,
    width,
    onChoose,
  } = props
  const first = cells?.[0]
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // Keeps the focus with the choice while it moves by keys; never takes it from elsewhere.
    const isInGrid = document.activeElement?.matches('[data-result-cell]')
    const isFree = isInGrid || document.activeElement?.matches('body, [role="table"]')
    if (hasCursor ? isFree : isChosen && isInGrid) button.current?.focus({ preventScroll: true })
  }, [isChosen, hasCursor])
  return (
    <div
      className={styles.cell}
      role="cell"
      aria-colindex={columnIndex + 2}
      style={{ left, width }}
      data-chosen={isChosen}
    >
      {streaming || (first && cells) ? (
        <button
          type="button"
          className={styles.cellButton}
          onClick={() => onChoose({ rowIndex, columnIndex })}
          data-testid="result-cell"
          data-result-cell
          tabIndex={-1}
          ref={button}
        >
          <span className="visually-hidden">{label}: </span>
          {streaming ? (
            <StreamingText cell={streaming} lines={lines} />
          ) : first && cells ? (
            <StoredText first={first} cells={cells} lines={lines} />
          ) : null}
        </button>
      ) : cells === undefined ? (
        <span className={styles.waiting} />
      ) : (
        <span className={styles.missing}>{isRunning ? 'waiting' : 'not asked'}</span>
      )}
    </div>
  )
})

function StoredText({
  first,
  cells,
  lines,
}: {
  readonly first: Cell
  readonly cells: readonly Cell[]
  readonly lines: number
}) {
  return (
    <>
      <span
        className={first.state === 'failed' ? styles.error : styles.output}
        style={{ WebkitLineClamp: lines, maxHeight: `calc(${lines} * var(--line-px))` }}
      >
        {first.state === 'failed'
          ? (first.error?.message ?? 'Failed.')
          : shownOutput(first) || <i className="muted">empty</i>}
      </span>
      <span className={styles.meta}>
        <CellVerdict cells={cells} />
        <MarkTags cell={cells.find(({ mark }) => mark)} />
        <span className={styles.figures}>{figuresText(first)}</span>
      </span>
    </>
  )
}

/** What a human noted, in short. */
function MarkTags({ cell }: { readonly cell: Cell | undefined }) {
  const mark = cell?.mark
  if (!mark) return null
  const isEarlier = cell.markedOutput !== undefined
  const said = [
    isEarlier ? 'earlier:' : '',
    mark.isHighlighted ? '★' : '',
    mark.thumb === null ? '' : mark.thumb ? 'good' : 'bad',
    mark.score === null ? '' : mark.score.toFixed(2),
    mark.label,
    mark.comment === '' ? '' : '✎',
  ].filter((part) => part !== '')
  return (
    <span title={`Your marks${isEarlier ? ' of an earlier answer' : ''}. ${mark.comment.slice(0, 500)}`}>
      <Tag tone={isEarlier ? 'neutral' : 'accent'}>{said.join(' ')}</Tag>
    </span>
  )
}

/** "0.50 · 515 tok · 840 ms · $0.000123", "cached · 515 tok · $0.000123"; a score of 0 or 1 is said by the verdict. */
function figuresText(cell: Cell): string {
  const parts: string[] = cell.isCached ? ['cached'] : []
  if (cell.score !== null && cell.score !== 0 && cell.score !== 1) parts.push(cell.score.toFixed(2))
  if (cell.usage) parts.push(`${countText(promptTokensOf(cell.usage) + cell.usage.outputTokens)} tok`)
  // The time that an earlier run took would only mislead.
  if (cell.latencyMs !== null && !cell.isCached) parts.push(durationText(cell.latencyMs))
  if (cell.state === 'answered') parts.push(formatUsd(cell.costNanoUsd))
  return parts.join(' · ')
}
