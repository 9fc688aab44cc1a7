const DAY_MS = 86_400_000

/** After so many days a price is marked as old: vendors change theirs about every quarter. */
const OLD_PRICE_DAYS = 60

/** Whole days since a price was read; 0 for a day to come. Both days as YYYY-MM-DD. */
export function priceAgeDays(readOn: string, today: string): number {
  return Math.max(0, Math.round((dayMs(today) - dayMs(readOn)) / DAY_MS))
}

export function isOldPrice(readOn: string, today: string): boolean {
  return priceAgeDays(readOn, today) > OLD_PRICE_DAYS
}

/** The first ten characters only, so that a time of day cannot move the count. */
function dayMs(day: string): number {
  return Date.parse(day.slice(0, 10))
}
