import type { TextSpan } from './text-span.ts'

const OPENING = /^[ \t]*(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)$/

/** Fenced code blocks with their fences, by CommonMark's rules; one that is never closed goes to the end of the text. */
export function fencedCode(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  let open: { readonly start: number; readonly marks: string } | null = null
  let at = 0
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at)
    const end = lineEnd === -1 ? text.length : lineEnd
    const line = text.slice(at, end).trimEnd()
    if (open === null) {
      const match = OPENING.exec(line)
      const marks = match?.[1] ?? match?.[2]
      if (marks !== undefined) open = { start: at, marks }
    } else if (isClosing(line.trimStart(), open.marks)) {
      spans.push({ start: open.start, end: at + line.length })
      open = null
    }
    at = end + 1
  }
  if (open !== null) spans.push({ start: open.start, end: text.length })
  return spans
}

function isClosing(line: string, marks: string): boolean {
  return line.startsWith(marks) && line === marks.charAt(0).repeat(line.length)
}
