import { scanTemplate } from '../template/scan-template.ts'
import { joinSpans, type TextSpan } from './text-span.ts'

export type SpanKind = 'variable' | 'code' | 'json' | 'literal' | 'url' | 'number'

/** Text that no compressor may touch. */
export interface ProtectedSpan extends TextSpan {
  readonly kind: SpanKind
}

const FENCE = /^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1?\2[`~]*[ \t]*$|$(?![\s\S]))/gm
const INLINE_CODE = /`[^`\n]+`/g
const XML_TAG = /<\/?[A-Za-z][\w:-]*(?:\s[^<>\n]*)?\/?>/g
const URL_OR_MAIL = /\b(?:https?:\/\/|www\.)[^\s<>"')\]]+|\b[\w.+-]+@[\w-]+\.[\w.-]+\w/g
const QUOTED = /"[^"\n]{1,160}"|“[^”\n]{1,160}”|«[^»\n]{1,160}»/g
// A single quote opens a literal only where it is no apostrophe: after a space or bracket, and closed before one.
const SINGLE_QUOTED = /(?<=^|[\s([{:=])(?:'[^'\n]{1,80}'|‘[^’\n]{1,80}’)(?=$|[\s)\]},.:;!?])/gm
const NUMBER =
  /(?<![\p{L}\p{N}_])[-+]?[$€£¥]?\d+(?:[.,:/-]\d+)*(?:\s?(?:%|°C|°F|‰|ms|s|min|h|hours?|days?|weeks?|months?|years?|minutes?|seconds?|words?|characters?|tokens?|sentences?|items?|points?|kg|g|km|cm|mm|m|MB|GB|KB|kB|USD|EUR|€|\$|px))?(?![\p{L}\p{N}_])/gu

/** The protected spans of a template, in order, without overlaps. */
export function protectedSpans(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = []
  for (const piece of scanTemplate(text)) {
    if (piece.kind !== 'text') spans.push({ kind: 'variable', start: piece.start, end: piece.end })
  }
  collect(spans, text, FENCE, 'code')
  collect(spans, text, INLINE_CODE, 'code')
  collect(spans, text, XML_TAG, 'code')
  spans.push(...jsonSpans(text))
  collect(spans, text, URL_OR_MAIL, 'url')
  collect(spans, text, QUOTED, 'literal')
  collect(spans, text, SINGLE_QUOTED, 'literal')
  collect(spans, text, NUMBER, 'number')
  return joinSpans(spans)
}

function collect(spans: ProtectedSpan[], text: string, pattern: RegExp, kind: SpanKind): void {
  for (const match of text.matchAll(pattern)) {
    if (match[0].length > 0) spans.push({ kind, start: match.index, end: match.index + match[0].length })
  }
}

const MAX_JSON_CHARACTERS = 200_000

/** Objects and lists that look like JSON: balanced brackets with a quoted key or value inside. */
function jsonSpans(text: string): ProtectedSpan[] {
  const spans: ProtectedSpan[] = []
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at]
    if ((mark !== '{' && mark !== '[') || text[at + 1] === mark || text[at - 1] === mark) continue
    const end = closingBracket(text, at)
    if (end === null || !/^[{[]\s*(?:"|\{|\[|-?\d|true|false|null)/.test(text.slice(at, at + 200))) continue
    if (!text.slice(at, end).includes('"')) continue
    spans.push({ kind: 'json', start: at, end })
    at = end - 1
  }
  return spans
}

function closingBracket(text: string, start: number): number | null {
  let depth = 0
  let isInString = false
  const limit = Math.min(text.length, start + MAX_JSON_CHARACTERS)
  for (let at = start; at < limit; at += 1) {
    const mark = text[at]
    if (isInString) {
      if (mark === '\\') at += 1
      else if (mark === '"' || mark === '\n') isInString = false
    } else if (mark === '"') isInString = true
    else if (mark === '{' || mark === '[') depth += 1
    else if (mark === '}' || mark === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}
