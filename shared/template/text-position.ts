export interface TextPosition {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/** Line and column of an offset; CRLF, LF and a lone CR each end one line. */
export function textPosition(text: string, offset: number): TextPosition {
  let line = 1
  let lineStart = 0
  for (const lineEnd of text.slice(0, offset).matchAll(/\r\n|\n|\r/g)) {
    line++
    lineStart = lineEnd.index + lineEnd[0].length
  }
  return { line, column: offset - lineStart + 1 }
}
