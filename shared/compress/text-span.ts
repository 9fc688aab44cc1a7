/** A part of a text: UTF-16 offsets, the end not included. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

export function overlaps(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end
}

/** Sorted by start, with spans that touch or overlap joined. */
export function joinSpans<T extends TextSpan>(spans: readonly T[]): T[] {
  const joined: T[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1)
    if (last && span.start < last.end) joined[joined.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else joined.push(span)
  }
  return joined
}
