import type { SegmentWorth, SqueezeSegment } from '../../../../shared/domain/squeeze.ts'
import { differenceText } from '../../../../shared/verdict/verdict-sentence.ts'
import { countText } from '../../../ui/figures.ts'
import styles from '../result.module.css'

export interface WorthTableProps {
  readonly segments: readonly SqueezeSegment[]
  readonly worth: readonly SegmentWorth[]
}

/** What each measured part is worth to the score, the dearest to lose first. */
export function WorthTable({ segments, worth }: WorthTableProps) {
  if (worth.length === 0) return null
  const texts = new Map(segments.map(({ id, text }) => [id, text]))
  return (
    <table className={styles.table} data-testid="squeeze-worth">
      <thead>
        <tr>
          <th scope="col">Tokens</th>
          <th scope="col">Part of the prompt</th>
          <th scope="col" title="Points of score that are lost without it, 90 % interval">
            Worth
          </th>
        </tr>
      </thead>
      <tbody>
        {worth
          .toSorted((a, b) => b.points - a.points)
          .map(({ segmentId, tokens, points, low, high }) => (
            <tr key={segmentId}>
              <td>{countText(tokens)}</td>
              <th scope="row">{(texts.get(segmentId) ?? '').slice(0, 160)}</th>
              <td data-needed={low > 0}>{differenceText(points / 100, { low: low / 100, high: high / 100 })}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}
