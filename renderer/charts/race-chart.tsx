import { type RacePoint, raceLayout } from '../../shared/charts/race-layout.ts'
import styles from './race-chart.module.css'

export interface RaceChartProps {
  readonly points: readonly RacePoint[]
  /** How much worse is still fine, as a fraction. */
  readonly margin: number
}

const WIDTH = 460
const HEIGHT = 250

/** Candidates of a race: what they cost against the original, and how their score differs from its. */
export function RaceChart({ points, margin }: RaceChartProps) {
  const { marks, front, xTicks, yTicks, original, marginY } = raceLayout(points, {
    width: WIDTH,
    height: HEIGHT,
    margin,
  })
  const bottom = HEIGHT - 30
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={describe(points)}
      data-testid="race-chart"
    >
      <rect x={46} y={12} width={WIDTH - 62} height={Math.max(0, marginY - 12)} className={styles.good} />
      {yTicks.map(({ at, text }) => (
        <g key={text}>
          <line x1={46} x2={WIDTH - 16} y1={at} y2={at} className={styles.grid} />
          <text x={40} y={at + 4} textAnchor="end" className={styles.text}>
            {text}
          </text>
        </g>
      ))}
      {xTicks.map(({ at, text }) => (
        <text key={text} x={at} y={bottom + 14} textAnchor="middle" className={styles.text}>
          {text}
        </text>
      ))}
      <text x={WIDTH - 16} y={HEIGHT - 3} textAnchor="end" className={styles.name}>
        cost, of the original’s
      </text>
      <text x={2} y={HEIGHT - 3} className={styles.name}>
        points against the original
      </text>
      <line x1={46} x2={WIDTH - 16} y1={marginY} y2={marginY} className={styles.margin} />
      <text x={50} y={marginY + 12} className={styles.text}>
        margin
      </text>
      <line x1={original.x} x2={original.x} y1={12} y2={bottom} className={styles.original} />
      <line x1={46} x2={WIDTH - 16} y1={original.y} y2={original.y} className={styles.original} />
      <path d={`M${original.x - 5} ${original.y}h10M${original.x} ${original.y - 5}v10`} className={styles.cross} />
      {front.length > 1 ? (
        <polyline points={front.map(([x, y]) => `${x},${y}`).join(' ')} className={styles.front} />
      ) : null}
      {marks.map((mark) => (
        <g
          key={mark.id}
          data-alive={mark.isAlive}
          data-minor={mark.isMinor}
          data-front={mark.isOnFront}
          className={styles.mark}
        >
          <title>{mark.label}</title>
          {mark.isBelow ? (
            <path
              d={mark.isMinor ? `M${mark.x - 2.5} ${mark.y - 4}h5l-2.5 4z` : `M${mark.x - 5} ${mark.y - 6}h10l-5 7z`}
            />
          ) : (
            <circle cx={mark.x} cy={mark.y} r={mark.isBest ? 6 : mark.isMinor ? 2.5 : 4.5} />
          )}
          {mark.labelAt ? (
            <text x={mark.labelAt.x} y={mark.labelAt.y + 4} textAnchor="middle" data-best={mark.isBest}>
              {mark.label}
            </text>
          ) : null}
        </g>
      ))}
      {marks.map(({ id, label, confirmedAt }) =>
        confirmedAt === null ? null : (
          <g key={`${id}-confirmed`} className={styles.confirmed}>
            <title>{label} on the hold-out</title>
            <path d={`M${confirmedAt.x} ${confirmedAt.highY}V${confirmedAt.lowY}`} />
            <path
              d={`M${confirmedAt.x - 5.5} ${confirmedAt.y}l5.5 -5.5 5.5 5.5 -5.5 5.5z`}
              className={styles.diamond}
            />
          </g>
        ),
      )}
    </svg>
  )
}

function describe(points: readonly RacePoint[]): string {
  if (points.length === 0) return 'No candidate has answered a case yet.'
  const said = points.slice(0, 20).map(({ label, costRatio, difference, isAlive, confirmed }) => {
    const state = isAlive ? '' : ', dropped'
    const look = confirmed ? `; on the hold-out ${placeText(confirmed)}` : ''
    return `${label}: ${placeText({ costRatio, difference })}${state}${look}`
  })
  return `Candidates against the original. ${said.join('; ')}.`
}

function placeText({ costRatio, difference }: { readonly costRatio: number; readonly difference: number }): string {
  return `${Math.round(costRatio * 100)} % of the cost, ${(difference * 100).toFixed(1)} points`
}
