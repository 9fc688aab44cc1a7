import type { TextSpan } from './text-span.ts'

/** Objects and lists that look like JSON: balanced brackets with a quoted key or value inside. One pass over the text. */
export function jsonSpans(text: string): TextSpan[] {
  const pairs: TextSpan[] = []
  const open: number[] = []
  let lastQuote = -1
  let isInString = false
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at]
    if (isInString) {
      if (mark === '\\') at += 1
      else if (mark === '"' || mark === '\n') isInString = false
    } else if (mark === '"' && open.length > 0) {
      isInString = true
      lastQuote = at
    } else if (mark === '{' || mark === '[') open.push(at)
    else if (mark === '}' || mark === ']') {
      const start = open.pop()
      if (start !== undefined && lastQuote > start && looksLikeJson(text, start)) pairs.push({ start, end: at + 1 })
    }
  }
  return outermost(pairs)
}

/** `{{` opens a variable, not an object. */
function looksLikeJson(text: string, start: number): boolean {
  if (text[start] === '{' && (text[start + 1] === '{' || text[start - 1] === '{')) return false
  return /^[{[]\s*(?:"|\{|\[|-?\d|true|false|null)/.test(text.slice(start, start + 200))
}

function outermost(pairs: readonly TextSpan[]): TextSpan[] {
  const spans: TextSpan[] = []
  for (const pair of pairs.toSorted((a, b) => a.start - b.start)) {
    if (pair.start >= (spans.at(-1)?.end ?? 0)) spans.push(pair)
  }
  return spans
}
