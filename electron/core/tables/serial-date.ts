const DAY_MS = 86_400_000

/**
 * Excel's number of a date as ISO 8601: `2026-11-21`, with a time `2026-11-21T08:30:00`, a time alone `08:30:00`.
 *
 * @param has1904 days are counted from 1904-01-01, as old Macs did it
 */
export function serialDate(serial: number, has1904: boolean): string {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return String(serial)
  // Excel holds 1900 for a leap year: before its 60th day the count is one off.
  const start = has1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const text = new Date(start + Math.round((serial * DAY_MS) / 1000) * 1000).toISOString().slice(0, 19)
  if (serial < 1 && !has1904) return text.slice(11)
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text
}
