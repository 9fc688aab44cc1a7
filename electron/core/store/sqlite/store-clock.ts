/** The time and the ids that the stores write. */
export interface StoreClock {
  /** ISO 8601 in UTC with milliseconds. */
  readonly nowIso: () => string
  readonly newId: () => string
}
