import type { TextChange } from './text-change.ts'

/** The one replacement that turns a text into another: what lies between their common beginning and end; null = equal. */
export function singleChange(before: string, after: string): TextChange | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  let tail = 0
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1
  }
  return { at: start, deleteCount: before.length - tail - start, insertText: after.slice(start, after.length - tail) }
}
