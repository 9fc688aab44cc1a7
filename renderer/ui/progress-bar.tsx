import styles from './progress-bar.module.css'

/** A thin bar; what it says in numbers stands beside it. */
export function ProgressBar({
  done,
  total,
  label,
}: {
  readonly done: number
  readonly total: number
  readonly label: string
}) {
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total)
  return (
    <span
      className={styles.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span className={styles.fill} style={{ width: `${percent}%` }} />
    </span>
  )
}
