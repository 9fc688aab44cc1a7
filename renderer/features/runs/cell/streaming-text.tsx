import type { StreamingCell } from '../../../../shared/domain/results.ts'
import { countText, durationText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from '../grid/results-grid.module.css'

/** The end of an answer that is still arriving, so that what is newest is in sight. */
export function StreamingText({ cell, lines }: { readonly cell: StreamingCell; readonly lines: number }) {
  return (
    <>
      <span
        className={styles.streaming}
        style={{ maxHeight: `calc(${lines} * var(--line-px))` }}
        data-testid="streaming-text"
      >
        <span>
          {cell.isCut ? '… ' : ''}
          {cell.text}
          <span className={styles.caret} />
        </span>
      </span>
      <span className={styles.meta}>
        <Tag>streaming</Tag>
        <span className={styles.figures}>{streamingFigures(cell)}</span>
      </span>
    </>
  )
}

/** "≈ 120 tok · first token 840 ms". */
export function streamingFigures({ outputTokens, firstTokenMs }: StreamingCell): string {
  return `≈ ${countText(outputTokens)} tok · first token ${durationText(firstTokenMs)}`
}
