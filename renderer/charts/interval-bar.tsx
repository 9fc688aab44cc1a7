import { type IntervalStripInput, intervalStrip, intervalStripWidth } from '../../shared/charts/interval-strip.ts'
import styles from './interval-bar.module.css'

export interface IntervalBarProps extends IntervalStripInput {
  /** The whole in words, for those who do not see it. */
  readonly description: string
  readonly format: (value: number) => string
  readonly limitLabel: string
  readonly referenceLabel: string | null
}

const HEIGHT = 74
const MIDDLE = 40
/** Half of a wide letter of 11 px. */
const HALF_LETTER = 3.5

/** An interval drawn against the limit that it must keep; the good side is tinted and its edge is named. */
export function IntervalBar({ description, format, limitLabel, referenceLabel, ...input }: IntervalBarProps) {
  const places = intervalStrip(input)
  const [goodFrom, goodTo] = places.good
  const both = `${format(input.low)} to ${format(input.high)}`
  const isTight = places.high - places.low < 90
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${intervalStripWidth} ${HEIGHT}`}
      role="img"
      aria-label={description}
      data-testid="interval-bar"
    >
      <rect x={0} y={22} width={intervalStripWidth} height={36} className={styles.bad} />
      <rect x={goodFrom} y={22} width={goodTo - goodFrom} height={36} className={styles.good} />
      {places.reference === null ? null : (
        <line x1={places.reference} x2={places.reference} y1={22} y2={58} className={styles.reference} />
      )}
      <line x1={places.limit} x2={places.limit} y1={16} y2={58} className={styles.limit} />
      <text x={within(places.limit, limitLabel)} y={11} textAnchor="middle" className={styles.limitText}>
        {limitLabel}
      </text>
      {places.reference === null ||
      referenceLabel === null ||
      Math.abs(places.reference - places.limit) < 110 ? null : (
        <text x={within(places.reference, referenceLabel)} y={11} textAnchor="middle" className={styles.text}>
          {referenceLabel}
        </text>
      )}
      <line x1={places.low} x2={places.high} y1={MIDDLE} y2={MIDDLE} className={styles.interval} />
      <line x1={places.low} x2={places.low} y1={MIDDLE - 6} y2={MIDDLE + 6} className={styles.interval} />
      <line x1={places.high} x2={places.high} y1={MIDDLE - 6} y2={MIDDLE + 6} className={styles.interval} />
      <circle cx={places.value} cy={MIDDLE} r={4.5} className={styles.value} />
      {isTight ? (
        <text x={within((places.low + places.high) / 2, both)} y={71} textAnchor="middle" className={styles.text}>
          {both}
        </text>
      ) : (
        <>
          <text x={places.low} y={71} textAnchor="middle" className={styles.text}>
            {format(input.low)}
          </text>
          <text x={places.high} y={71} textAnchor="middle" className={styles.text}>
            {format(input.high)}
          </text>
        </>
      )}
    </svg>
  )
}

/** The middle of a label that should stand at a place, moved as far as it needs to lie in the picture. */
function within(place: number, label: string): number {
  const half = label.length * HALF_LETTER
  return Math.min(Math.max(place, half), intervalStripWidth - half)
}
