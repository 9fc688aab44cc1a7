/** A value as a prompt shows it: text as it is, null as nothing, lists and objects as JSON. */
export function outputText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
