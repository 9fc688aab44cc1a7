const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MONTH_MS = 30 * DAY_MS

/**
 * Which of the moments that typing was kept at stay: all of the last day, the last of each hour of the last 30 days, the
 * last of each day before that, and always the newest and the oldest.
 *
 * @param timesMs rising
 * @returns for each time whether it stays
 */
export function keptMoments(timesMs: readonly number[], nowMs: number): boolean[] {
  return timesMs.map((time, index) => {
    const next = timesMs[index + 1]
    if (index === 0 || next === undefined || nowMs - time <= DAY_MS) return true
    const step = nowMs - time <= MONTH_MS ? HOUR_MS : DAY_MS
    return Math.floor(time / step) !== Math.floor(next / step)
  })
}
