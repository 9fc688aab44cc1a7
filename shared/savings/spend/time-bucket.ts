import type { SpendUnit } from '../../domain/spend-breakdown.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** 1970-01-05, a Monday. */
const MONDAY_MS = 4 * DAY_MS

/** When the hour, day, week (from Monday) or month of a moment begins, in UTC. */
export function bucketStart(atMs: number, unit: SpendUnit): number {
  switch (unit) {
    case 'hour':
      return Math.floor(atMs / HOUR_MS) * HOUR_MS
    case 'day':
      return Math.floor(atMs / DAY_MS) * DAY_MS
    case 'week':
      return Math.floor((atMs - MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + MONDAY_MS
    case 'month': {
      const at = new Date(atMs)
      return Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)
    }
    default:
      return unit satisfies never
  }
}
