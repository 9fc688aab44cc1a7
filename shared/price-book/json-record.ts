/** An object of a price list, of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** Null for anything but a plain object. */
export function asRecord(value: unknown): JsonRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null
}
