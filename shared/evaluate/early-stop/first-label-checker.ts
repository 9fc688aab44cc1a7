import type { StopChecker } from './stop-checker.ts'

/** What models put around a label: quotation marks, emphasis, brackets, and blanks. */
const WRAPPING = /^[\s"'`*_“”‘’«»([]+/
const LETTER = /[\p{L}\p{N}_]/u

/**
 * Stops a classification whose answer does not begin with a label that would pass: the case's expected one, or any of the
 * label set. "Positive" is no "Positively": a label must end where it ends. Case does not count.
 */
export function firstLabelChecker(labels: readonly string[]): StopChecker {
  const wanted = labels.map((label) => label.trim().toLowerCase()).filter((label) => label !== '')
  const longest = Math.max(0, ...wanted.map((label) => label.length))
  let isOver = wanted.length === 0
  return (text) => {
    if (isOver) return null
    // One more character than the longest label, and room for what stands around it.
    const start = text
      .slice(0, longest + 200)
      .replace(WRAPPING, '')
      .toLowerCase()
    if (wanted.some((label) => label.startsWith(start))) return null
    if (wanted.some((label) => start.startsWith(label) && isEnd(label, start))) {
      isOver = true
      return null
    }
    return 'The answer does not begin with a label that would pass.'
  }
}

function isEnd(label: string, start: string): boolean {
  const next = start.slice(label.length)
  return !LETTER.test(label.at(-1) ?? '') || !/^[\p{L}\p{N}_]/u.test(next)
}
