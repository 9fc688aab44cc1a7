/** Shorter ones stand in nearly every text. */
const MIN_CHARACTERS = 3

/**
 * A piece in lower case that every text that matches has, so that SQLite passes over the others without handing them out: the search
 * itself, or the longest plain run of a plain pattern. Null where there is none, or where its case folds beyond ASCII.
 */
export function neededLiteral(search: string, isRegex: boolean): string | null {
  const longest = isRegex ? longestRun(search) : search
  return longest.length >= MIN_CHARACTERS && isPlainAscii(longest) ? longest.toLowerCase() : null
}

/** Groups, classes, escapes, counts and alternatives are not looked into: they can take a piece away again. */
function longestRun(pattern: string): string {
  if (/[()[\]{}|\\]/.test(pattern)) return ''
  // What stands before * or ? may be missing.
  const runs = pattern.replaceAll(/[^.*+?^$][*?]/gu, '.').split(/[.*+?^$]+/)
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '')
}

function isPlainAscii(text: string): boolean {
  return /^[\x20-\x7E]+$/.test(text)
}
