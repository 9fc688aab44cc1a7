import { unread } from './unread.ts'
import { MAX_XML_CHARACTERS, missingElements } from './xml-problem.ts'

interface Span {
  readonly start: number
  readonly end: number
  /** Of the element around it, closed or not; -1 at the top. */
  readonly parent: number
}

const NAME = String.raw`[:_\p{L}][-:_.\p{L}\p{N}\p{M}·‿⁀]*`
/** A tag, comment, CDATA section, processing instruction or declaration; signs of tags may stand in quotes. */
const MARK = new RegExp(
  String.raw`<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<![^>]*>?|<(/?)(${NAME})((?:[^<>"']|"[^"]*"|'[^']*')*)>`,
  'gu',
)

/**
 * Whether XML with these elements stands somewhere in a text, judged as promptfoo 0.121 does: outermost elements are asked, first those
 * beside each other as one, then each; what stands within one that could be read is not asked again.
 */
export function hasXml(text: string, elements: readonly string[]): boolean {
  if (text.length > MAX_XML_CHARACTERS) throw unread('The output is too long to be searched for XML.')
  const read: Span[] = []
  for (const span of candidates(text)) {
    if (read.some(({ start, end }) => span.start >= start && span.end <= end)) continue
    const missing = missingElements(text.slice(span.start, span.end), elements)
    if (missing?.length === 0) return true
    if (missing !== null) read.push(span)
  }
  return false
}

function candidates(text: string): readonly Span[] {
  const spans = closedElements(text)
  const closed = new Set(spans.map(({ start }) => start))
  const outermost = spans.filter(({ parent }) => !closed.has(parent)).sort((a, b) => a.start - b.start || b.end - a.end)
  const groups = Map.groupBy(outermost, ({ parent }) => parent)
  const together = [...groups].flatMap(([parent, siblings]): Span[] => {
    const [first] = siblings
    const last = siblings.at(-1)
    return first && last && first !== last ? [{ start: first.start, end: last.end, parent }] : []
  })
  return [...together, ...outermost]
}

/** Elements from their opening to their closing tag; a tag that closes another one than the last makes all open ones void. */
function closedElements(text: string): Span[] {
  const spans: Span[] = []
  const open: { readonly name: string; readonly start: number }[] = []
  for (const match of text.matchAll(MARK)) {
    const [all, slash, name, rest = ''] = match
    if (name === undefined) continue
    const end = match.index + all.length
    if (slash === '/') {
      const last = open.pop()
      if (last?.name === name) spans.push({ start: last.start, end, parent: open.at(-1)?.start ?? -1 })
      else open.length = 0
    } else if (rest.trimEnd().endsWith('/')) spans.push({ start: match.index, end, parent: open.at(-1)?.start ?? -1 })
    else open.push({ name, start: match.index })
  }
  return spans
}
