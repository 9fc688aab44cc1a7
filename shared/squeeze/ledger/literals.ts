import { type ProtectedSpan, protectedSpans, type SpanKind } from '../../compress/protect-spans.ts'

export type Multiset = ReadonlyMap<string, number>

/** "Example 3", "Beispiel 2", "Step 1:" and the numbers of list items name places, not facts. */
const ENUMERATION =
  /^[ \t]*(?:#{1,6}[ \t]*|\*\*)?(?:(?:example|beispiel|exemple|ejemplo|step|schritt|étape|paso)[ \t]*)?\(?\d{1,3}[.):]?(?:\*\*)?(?=[ \t:]|$)/gim

/** The protected spans of each kind, as normalised text, with how often each stands there. */
export function spanCounts(text: string): ReadonlyMap<SpanKind, Multiset> {
  const counts = new Map<SpanKind, Map<string, number>>()
  for (const { kind, start, end } of factSpans(text)) {
    const ofKind = counts.get(kind) ?? new Map<string, number>()
    const key = normalized(kind, text.slice(start, end))
    counts.set(kind, ofKind.set(key, (ofKind.get(key) ?? 0) + 1))
  }
  return counts
}

/** Protected spans without the numbers that only count list items and examples. */
export function factSpans(text: string): readonly ProtectedSpan[] {
  const enumerations = [...text.matchAll(ENUMERATION)].map(({ 0: match, index }) => ({
    start: index,
    end: index + match.length,
  }))
  return protectedSpans(text).filter(
    ({ kind, start, end }) =>
      kind !== 'number' || !enumerations.some((place) => start >= place.start && end <= place.end),
  )
}

/**
 * The literals of a sentence, in order of their first appearance; then what of it the user locked.
 *
 * @param locked texts that the user locked, see Message.locked
 */
export function literalsOf(text: string, locked: readonly string[] = []): readonly string[] {
  const facts = factSpans(text).map(({ kind, start, end }) => normalized(kind, text.slice(start, end)))
  // Beside the facts, not joined with them: a number inside of a lock is still counted as a number.
  return [...new Set([...facts, ...locked.filter((literal) => literal !== '' && text.includes(literal))])]
}

/** Quotation marks and the spaces between a number and its unit do not count. */
function normalized(kind: SpanKind, text: string): string {
  if (kind === 'number') return text.replaceAll(/\s+/g, ' ').toLowerCase()
  if (kind === 'literal') return text.slice(1, -1)
  if (kind === 'variable') return text.replaceAll(/\s+/g, '')
  return kind === 'json' ? minified(text) : text
}

function minified(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json))
  } catch {
    return json.replaceAll(/\s+/g, ' ')
  }
}
