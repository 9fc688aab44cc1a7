import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { KNOWN_ELEMENTS } from './known-elements.ts'
import { unread } from './unread.ts'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

/** Elements that are never closed take the parser the square of their number. */
const MAX_CHARACTERS = 100_000
const MAX_UNCLOSED = 1000
const WRAPPERS = new Set(['html', 'head', 'body'])

/**
 * What keeps a text from being HTML, judged as promptfoo 0.121 does: the parser of browsers accepts anything, so that there must be an
 * element that the text itself has and HTML knows (or a custom one), and no bare text beside the elements.
 */
export function htmlProblem(text: string): string | null {
  const source = text.trim()
  if (source === '') return 'The output is empty.'
  if (source.length > MAX_CHARACTERS) throw unread('The output is too long to be read as HTML.')
  if (unclosedIn(source) > MAX_UNCLOSED) throw unread('The output leaves too many elements open to be read as HTML.')
  if (/^<\?xml/i.test(source)) return 'The output is XML, not HTML.'
  const elements = [...elementsOf(parse(source, { sourceCodeLocationInfo: true }).childNodes)]
  const body = elements.find(({ tagName }) => tagName === 'body')
  const hasBareText = body?.childNodes.some(
    (node) => 'value' in node && node.nodeName === '#text' && node.value.trim() !== '',
  )
  if (body && hasBareText && !isWritten(body, source)) return 'Text of the output stands outside of any element.'
  const isKnown = (element: Element) => {
    const name = element.tagName.toLowerCase()
    return WRAPPERS.has(name) ? isWritten(element, source) : KNOWN_ELEMENTS.has(name) || name.includes('-')
  }
  return elements.some(isKnown) ? null : 'The output has no element that HTML knows.'
}

function unclosedIn(source: string): number {
  const voids =
    source.match(/<(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b/gi)?.length ?? 0
  return (source.match(/<[a-z]/gi)?.length ?? 0) - (source.match(/<\/[a-z]/gi)?.length ?? 0) - voids
}

/** The parser adds html, head and body to every text. */
function isWritten(element: Element, source: string): boolean {
  return Boolean(element.sourceCodeLocation) && new RegExp(`<${element.tagName}(?=[\\s>/])`, 'i').test(source)
}

/** In the order of the text; without recursion, since elements may be nested a million deep. */
function* elementsOf(roots: readonly Node[]): Generator<Element> {
  const waiting = roots.toReversed()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('tagName' in node) yield node
    if ('childNodes' in node) for (const child of node.childNodes.toReversed()) waiting.push(child)
  }
}
