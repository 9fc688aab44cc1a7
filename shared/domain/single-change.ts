import type { TextChange } from './text-change.ts'

/** Compared as a whole, the large ones first, before single units are: under 0.1 ms instead of 2 for a key in 400,000 characters. */
const BLOCK_UNITS = [65_536, 4096, 256] as const

/** The one replacement that turns a text into another: what lies between their common beginning and end; null = equal. */
export function singleChange(before: string, after: string): TextChange | null {
  if (before === after) return null
  const shorter = Math.min(before.length, after.length)
  const start = commonStart(before, after, shorter)
  const tail = commonEnd(before, after, shorter - start)
  return { at: start, deleteCount: before.length - tail - start, insertText: after.slice(start, after.length - tail) }
}

function commonStart(before: string, after: string, limit: number): number {
  let start = 0
  for (const units of BLOCK_UNITS)
    while (start + units <= limit && isSame(before, start, after, start, units)) start += units
  while (start < limit && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  return start
}

function commonEnd(before: string, after: string, limit: number): number {
  let tail = 0
  for (const units of BLOCK_UNITS)
    while (
      tail + units <= limit &&
      isSame(before, before.length - tail - units, after, after.length - tail - units, units)
    ) {
      tail += units
    }
  while (tail < limit && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) {
    tail += 1
  }
  return tail
}

function isSame(before: string, from: number, after: string, to: number, units: number): boolean {
  return before.slice(from, from + units) === after.slice(to, to + units)
}
