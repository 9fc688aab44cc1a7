import type { FrontierAxis } from '../../../../shared/charts/frontier-axis.ts'
import type { FrontierPoint } from '../../../../shared/charts/frontier-points.ts'
import { countText, intervalText, percentText } from '../../../ui/figures.ts'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import styles from './frontier-view.module.css'

export interface FrontierTableProps {
  readonly points: readonly FrontierPoint[]
  readonly axis: FrontierAxis
  readonly onOpen: (index: number) => void
}

/** The picture's numbers, least first. */
export function FrontierTable({ points, axis, onOpen }: FrontierTableProps) {
  const order = points.map((_, index) => index).sort((a, b) => (points[a]?.x ?? 0) - (points[b]?.x ?? 0))
  return (
    <table className={styles.numbers} aria-label={`Quality and ${axis.noun} of each variant on each model`}>
      <thead>
        <tr>
          <th>Variant</th>
          <th>Model</th>
          <th>{axis.head}</th>
          <th>95 %</th>
          <th>{points.every(({ isPassRate }) => isPassRate) ? 'Passed' : 'Mean score'}</th>
          <th>95 %</th>
          <th>n</th>
          <th>Pareto front</th>
        </tr>
      </thead>
      <tbody>
        {order.map((index) => {
          const point = points[index]
          if (!point) return null
          return (
            <tr key={`${point.variantId} ${point.modelId}`}>
              <td>
                <button type="button" className={styles.open} onClick={() => onOpen(index)} title="Open in the editor">
                  <VariantBadge label={point.variantLabel} />
                </button>
              </td>
              <td>
                {point.modelId}
                {point.isSimulation ? <span className="muted"> simulation</span> : null}
              </td>
              <td>{axis.text(point.x)}</td>
              <td>
                {axis.text(point.xLow)} to {axis.text(point.xHigh)}
              </td>
              <td>{percentText(point.quality)}</td>
              <td>{intervalText({ low: point.qualityLow, high: point.qualityHigh })}</td>
              <td>{countText(point.scored)}</td>
              <td>{point.isKnee ? 'its knee' : point.isOnFront ? 'on it' : 'beaten'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
