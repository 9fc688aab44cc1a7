import styles from './trend-line.module.css'

export interface TrendLineProps {
  /** Oldest first. */
  readonly values: readonly number[]
  /** What it shows, with its figures. */
  readonly label: string
}

const WIDTH = 112
const HEIGHT = 26
const PAD = 3

/** How a figure went from step to step, the last one marked. Its axis does not start at zero: only the course is read from it. */
export function TrendLine({ values, label }: TrendLineProps) {
  if (values.length < 2) return null
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (index: number) => PAD + (index / (values.length - 1)) * (WIDTH - 2 * PAD)
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD)
  const last = values.at(-1) ?? low
  return (
    <svg className={styles.line} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <polyline points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')} />
      <circle cx={x(values.length - 1)} cy={y(last)} r={2.5} />
    </svg>
  )
}
