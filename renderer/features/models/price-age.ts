const DAY_MS = 86_400_000
/** After this many days a price is marked as old: vendors change them about every quarter. */
const OLD_AFTER_DAYS = 60

export interface PriceAge {
  readonly days: number
  readonly isOld: boolean
}

/** How long ago a price was read. @param readOn YYYY-MM-DD */
export function priceAge(readOn: string, nowMs: number): PriceAge {
  const days = Math.max(0, Math.floor((nowMs - Date.parse(readOn)) / DAY_MS))
  return { days, isOld: days > OLD_AFTER_DAYS }
}
