import type { TextChange } from './text-change.ts'

/** Compared as a whole before single units are: 0.1 ms instead of 2 for a key in 400,000 characters. */
const BLOCK_UNITS = 4096

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
  while (start + BLOCK_UNITS <= limit && isSame(before, start, after, start)) start += BLOCK_UNITS
  while (start < limit && before.charCodeAt(start) === after.charCodeAt(start)) start += 1
  return start
}

function commonEnd(before: string, after: string, limit: number): number {
  let tail = 0
  while (
    tail + BLOCK_UNITS <= limit &&
    isSame(before, before.length - tail - BLOCK_UNITS, after, after.length - tail - BLOCK_UNITS)
  ) {
    tail += BLOCK_UNITS
  }
  while (tail < limit && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) {
    tail += 1
  }
  return tail
}

function isSame(before: string, from: number, after: string, to: number): boolean {
  return before.slice(from, from + BLOCK_UNITS) === after.slice(to, to + BLOCK_UNITS)
}
