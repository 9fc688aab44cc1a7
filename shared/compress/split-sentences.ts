import type { TextSpan } from './text-span.ts'

/** Ends that are no sentence's end: the segmenter of Unicode does not know abbreviations. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|mr|mrs|ms|dr|st|fig|incl|excl|z\.B|d\.h|bzw|usw|p\.ej)\.\s*$/i

/** Without one of these a text has one sentence; to make a segmenter for each short piece took a second per 40,000. */
const MAY_END = /[.!?…。！？।؟\r\n\u0085\u2028\u2029]/

/** Sentences of a piece of prose with their offsets in `text`; white space after a sentence belongs to none. */
export function splitSentences(text: string, within: TextSpan): TextSpan[] {
  if (!MAY_END.test(text.slice(within.start, within.end))) {
    const whole = trimSpan(text, within)
    return whole.end > whole.start ? [whole] : []
  }
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
  const spans: TextSpan[] = []
  let open: number | null = null
  for (const { segment, index } of segmenter.segment(text.slice(within.start, within.end))) {
    const start: number = open ?? within.start + index
    const end = within.start + index + segment.length
    if (end < within.end && ABBREVIATION.test(text.slice(Math.max(start, end - 20), end))) {
      open = start
      continue
    }
    open = null
    const trimmed = trimSpan(text, { start, end })
    if (trimmed.end > trimmed.start) spans.push(trimmed)
  }
  return spans
}

/** Without white space at both ends. */
export function trimSpan(text: string, span: TextSpan): TextSpan {
  let { start, end } = span
  while (start < end && /\s/.test(text[start] ?? '')) start += 1
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1
  return { start, end }
}
