const TOKEN_OR_SPACE = /"(?:[^"\\]|\\.)*"|\s+/g

/** A JSON text without the white space between its tokens, strings and numbers as they are written; null if it is no JSON. */
export function minifyJson(text: string): string | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  return text.replaceAll(TOKEN_OR_SPACE, (match) => (match.startsWith('"') ? match : ''))
}
