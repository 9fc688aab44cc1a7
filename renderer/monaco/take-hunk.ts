/** Lines that differ, as Monaco's diff names them: from 1; an end of 0 means none, after the line `start`. */
export interface Hunk {
  readonly originalStartLineNumber: number
  readonly originalEndLineNumber: number
  readonly modifiedStartLineNumber: number
  readonly modifiedEndLineNumber: number
}

/** The text of the other side with one hunk taken over from this one: `toModified`, or back. */
export function takeHunk(
  { original, modified }: { readonly original: string; readonly modified: string },
  hunk: Hunk,
  direction: 'toModified' | 'toOriginal',
): string {
  const left = range(hunk.originalStartLineNumber, hunk.originalEndLineNumber)
  const right = range(hunk.modifiedStartLineNumber, hunk.modifiedEndLineNumber)
  const [source, target, from, to] =
    direction === 'toModified' ? [original, modified, left, right] : [modified, original, right, left]
  const taken = source.split('\n').slice(from.start, from.end)
  return target
    .split('\n')
    .toSpliced(to.start, to.end - to.start, ...taken)
    .join('\n')
}

/** From 0, the end not included. */
function range(start: number, end: number): { readonly start: number; readonly end: number } {
  return end === 0 ? { start, end: start } : { start: start - 1, end }
}
