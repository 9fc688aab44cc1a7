/**
 * SQL without its texts, quoted names and comments, so that what they say is not taken for SQL. A text becomes `?`; what is not closed
 * goes on to the end.
 */
export function sqlWithoutTexts(sql: string, dialect: string): string {
  const brackets = dialect === 'TransactSQL' || dialect === 'Sqlite' ? String.raw`|\[(?:[^\]]|\]\])*(?:\]|$)` : ''
  const quoted = ["'", '"', '`']
    .map((quote) => `${quote}(?:[^${quote}\\\\]|\\\\[\\s\\S]|${quote}${quote}|\\\\$)*(?:${quote}|$)`)
    .join('|')
  const dollars = String.raw`(\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$)[\s\S]*?(?:\2|$)`
  const comments = String.raw`--[^\r\n]*|#[^\r\n]*|/\*[\s\S]*?(?:\*/|$)`
  const ignored = new RegExp(`(${quoted}${brackets}|${dollars})|${comments}`, 'g')
  return sql.replaceAll(ignored, (_, text: string | undefined) => (text === undefined ? ' ' : ' ? '))
}
