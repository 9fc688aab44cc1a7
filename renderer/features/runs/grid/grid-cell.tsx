// biome-ignore-all lint/a11y/useSemanticElements: a cell of the virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import { memo } from 'react'
import type { StreamingCell } from '../../../../shared/domain/results.ts'
import type { Cell } from '../../../../shared/domain/run.ts'
import { Delta, Tag } from '../../../ui/marks.tsx'
import { CellVerdict } from '../cell/cell-verdict.tsx'
import { shownOutput } from '../cell/shown-output.ts'
import { StreamingText } from '../cell/streaming-text.tsx'
import { cellFigures } from './cell-figures.ts'
import { signed } from './difference-from.ts'
import { meanScore } from './mean-score.ts'
import styles from './results-grid.module.css'
import type { CellChoice } from './results-view.tsx'

export interface GridCellProps {
  /** By repeat; null where nothing is there yet, undefined while the row is on its way. */
  readonly cells: readonly Cell[] | null | undefined
  /** What is arriving for it; null when nothing is. */
  readonly streaming: StreamingCell | null
  readonly isRunning: boolean
  /** What the baseline's cell of the same case scored; null = unknown, or nothing is compared. */
  readonly baselineScore: number | null
  readonly lines: number
  readonly isChosen: boolean
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
    baselineScore,
    lines,
    isChosen,
    label,
    rowIndex,
    columnIndex,
    left,
    width,
    onChoose,
  } = props
  const first = cells?.[0]
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
          data-result-cell={`${rowIndex}:${columnIndex}`}
          tabIndex={-1}
        >
          <span className="visually-hidden">{label}: </span>
          {streaming ? (
            <StreamingText cell={streaming} lines={lines} />
          ) : first && cells ? (
            <StoredText first={first} cells={cells} lines={lines} baselineScore={baselineScore} />
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

interface StoredTextProps extends Pick<GridCellProps, 'lines' | 'baselineScore'> {
  readonly first: Cell
  readonly cells: readonly Cell[]
}

function StoredText({ first, cells, lines, baselineScore }: StoredTextProps) {
  const figures = cellFigures(first)
  const output = shownOutput(first)
  const score = baselineScore === null ? null : meanScore(cells)
  const change = score === null || baselineScore === null ? null : score - baselineScore
  return (
    <>
      <span
        className={first.state === 'failed' ? styles.error : styles.output}
        style={{ WebkitLineClamp: lines, maxHeight: `calc(${lines} * var(--line-px))` }}
      >
        {first.state === 'failed' ? (
          (first.error?.message ?? 'Failed.')
        ) : output.trim() === '' ? (
          <i className="muted">{output === '' ? 'empty' : 'only white space'}</i>
        ) : (
          output
        )}
      </span>
      <span className={styles.meta}>
        <CellVerdict cells={cells} />
        <MarkTags cell={cells.find(({ mark }) => mark)} />
        {change === null || Math.abs(change) < 0.005 ? null : (
          <Delta
            text={signed(change, 2)}
            tone={change > 0 ? 'good' : 'bad'}
            title="Score against the baseline’s on this case"
          />
        )}
        <span className={styles.figures} title={figures.full} data-testid="cell-figures">
          {figures.short}
        </span>
      </span>
    </>
  )
}

/** What a human noted, in short. */
function MarkTags({ cell }: { readonly cell: Cell | undefined }) {
  const mark = cell?.mark
  if (!mark) return null
  const isEarlier = cell.markedReply !== undefined
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
