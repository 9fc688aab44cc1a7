import { scanTemplate } from '../template/scan-template.ts'
import { fencedCode } from './fenced-code.ts'
import { jsonSpans } from './json-spans.ts'
import { joinSpans, type TextSpan } from './text-span.ts'

export type SpanKind = 'variable' | 'code' | 'json' | 'literal' | 'url' | 'number'

/** Text that no compressor may touch. */
export interface ProtectedSpan extends TextSpan {
  readonly kind: SpanKind
}

const INLINE_CODE = /`[^`\n]+`/g
const XML_TAG = /<\/?[A-Za-z][\w:-]*(?:\s[^<>\n]*)?\/?>/g
// Every part of an address is bounded and begins where none can go on: without that, "a.a.a…" takes quadratic time.
const URL_OR_MAIL = /\b(?:https?:\/\/|www\.)[^\s<>"')\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}/g
const QUOTED = /"[^"\n]{1,160}"|“[^”\n]{1,160}”|«[^»\n]{1,160}»/g
// A single quote opens a literal only where it is no apostrophe: after a space or bracket, and closed before one.
const SINGLE_QUOTED = /(?<=^|[\s([{:=])(?:'[^'\n]{1,80}'|‘[^’\n]{1,80}’)(?=$|[\s)\]},.:;!?])/gm
const NUMBER =
  /(?<![\p{L}\p{N}_])[-+]?[$€£¥]?\d+(?:[.,:/-]\d+)*(?:\s?(?:%|°C|°F|‰|ms|s|min|h|hours?|days?|weeks?|months?|years?|minutes?|seconds?|words?|characters?|tokens?|sentences?|items?|points?|kg|g|km|cm|mm|m|MB|GB|KB|kB|USD|EUR|€|\$|px))?(?![\p{L}\p{N}_])/gu

/** The protected spans of a template, in order, without overlaps. */
export function protectedSpans(text: string): ProtectedSpan[] {
  return joinSpans([
    ...withKind(
      scanTemplate(text).filter((piece) => piece.kind !== 'text'),
      'variable',
    ),
    ...withKind(fencedCode(text), 'code'),
    ...withKind(matches(text, INLINE_CODE), 'code'),
    ...withKind(matches(text, XML_TAG), 'code'),
    ...withKind(jsonSpans(text), 'json'),
    ...withKind(matches(text, URL_OR_MAIL), 'url'),
    ...withKind(matches(text, QUOTED), 'literal'),
    ...withKind(matches(text, SINGLE_QUOTED), 'literal'),
    ...withKind(matches(text, NUMBER), 'number'),
  ])
}

function matches(text: string, pattern: RegExp): TextSpan[] {
  return [...text.matchAll(pattern)].map(({ 0: match, index }) => ({ start: index, end: index + match.length }))
}

function withKind(spans: readonly TextSpan[], kind: SpanKind): ProtectedSpan[] {
  return spans.map(({ start, end }) => ({ kind, start, end }))
}
