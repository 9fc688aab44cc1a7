/** A row as it stands in the file: cells of a CSV, an object of JSON, or a sentence why it is none. */
export type RawUsageRow = readonly string[] | { readonly [name: string]: unknown } | string

/** The object that a text is, or what is wrong with it. */
export function objectOf(text: string): RawUsageRow {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
    return 'The row is no JSON object.'
  } catch {
    return 'The row is not valid JSON.'
  }
}
