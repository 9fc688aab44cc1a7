import type { Field } from './result-records.ts'

/** Excel takes a file for UTF-8 only when it begins with this. */
export const csvStart = '\uFEFF'

/**
 * One line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(fields: readonly Field[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}

function csvField(field: Field): string {
  if (field === null) return ''
  if (typeof field === 'number') return String(field)
  const text = neutral(field).replaceAll('\0', '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Spreadsheets skip white space before the sign, and some take full-width signs as well. */
function neutral(text: string): string {
  return /^[\s\u00A0\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) ? `'${text}` : text
}
