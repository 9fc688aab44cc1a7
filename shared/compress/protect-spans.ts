import { scanTemplate } from '../template/scan-template.ts'
import { fencedCode } from './fenced-code.ts'
import { jsonSpans } from './json-spans.ts'
import { createOverlapCheck, joinSpans, type TextSpan } from './text-span.ts'

export type SpanKind = 'variable' | 'code' | 'json' | 'literal' | 'url' | 'number' | 'locked'

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

/**
 * The protected spans of a template, in order, without overlaps.
 *
 * @param locked texts that the user locked (Message.locked); a span that overlaps one is of the kind `locked`
 */
export function protectedSpans(text: string, locked: readonly string[] = []): ProtectedSpan[] {
  const found = foundSpans(text)
  if (locked.length === 0) return found
  const own = joinSpans(lockedSpans(text, locked))
  const isLocked = createOverlapCheck(own)
  return joinSpans([...found, ...own]).map((span) => (isLocked(span) ? { ...span, kind: 'locked' } : span))
}

/** Where a template says a locked text, in order of the texts; they may overlap. */
export function lockedSpans(text: string, locked: readonly string[]): ProtectedSpan[] {
  return locked.flatMap((literal) => {
    const spans: ProtectedSpan[] = []
    for (let at = text.indexOf(literal); at >= 0 && literal !== ''; at = text.indexOf(literal, at + literal.length)) {
      spans.push({ kind: 'locked', start: at, end: at + literal.length })
    }
    return spans
  })
}

function foundSpans(text: string): ProtectedSpan[] {
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
