const DAY_MS = 86_400_000

/**
 * Days that rows stand for, as a fraction; null without a time. Rows that stand for whole days of UTC begin at midnight, and the last
 * day counts as well.
 */
export function spanDays({
  firstAtMs,
  lastAtMs,
}: {
  readonly firstAtMs: number | null
  readonly lastAtMs: number | null
}): number | null {
  if (firstAtMs === null || lastAtMs === null) return null
  const isByDay = firstAtMs % DAY_MS === 0 && lastAtMs % DAY_MS === 0
  return (lastAtMs - firstAtMs) / DAY_MS + (isByDay ? 1 : 0)
}
