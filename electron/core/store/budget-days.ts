/** The day, its week and its month. */
export function periodScopes(day: string): string[] {
  return [`day:${day}`, `week:${mondayOf(day)}`, `month:${day.slice(0, 7)}`]
}

/** The day as budgets count it: by the clock of this machine. */
export function dayOf(nowMs: number): string {
  const at = new Date(nowMs)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}

/** The Monday of a day's week; days are names here, so that no clock change moves them. */
function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
