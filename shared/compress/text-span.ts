/** A part of a text: UTF-16 offsets, the end not included. */
export interface TextSpan {
  readonly start: number
  readonly end: number
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

/**
 * Tells whether a span overlaps one of many, in logarithmic time.
 *
 * @param spans in order, without overlaps
 */
export function createOverlapCheck(spans: readonly TextSpan[]): (span: TextSpan) => boolean {
  return (span) => (spans[firstEndingAfter(spans, span.start)]?.start ?? Infinity) < span.end
}

/** The spans that a span overlaps. @param spans in order, without overlaps */
export function overlapping<T extends TextSpan>(spans: readonly T[], { start, end }: TextSpan): T[] {
  const found: T[] = []
  for (let at = firstEndingAfter(spans, start); (spans[at]?.start ?? Infinity) < end; at += 1) {
    const span = spans[at]
    if (span) found.push(span)
  }
  return found
}

function firstEndingAfter(spans: readonly TextSpan[], offset: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
