import type { ProtectedSpan } from './protect-spans.ts'

export interface MaskedText {
  /** The text with ⟦1⟧, ⟦2⟧ … in place of its protected spans. */
  readonly text: string
  /** What stands behind each placeholder. */
  readonly originals: ReadonlyMap<string, string>
}

const PLACEHOLDER = /⟦\d+⟧/g

/** Hides protected spans from a model. A text that holds such marks itself has them hidden as well. */
export function maskSpans(text: string, spans: readonly ProtectedSpan[]): MaskedText {
  const taken = new Set(text.match(PLACEHOLDER) ?? [])
  const originals = new Map<string, string>()
  let number = 0
  let masked = ''
  let at = 0
  for (const { start, end } of spans) {
    do number += 1
    while (taken.has(`⟦${number}⟧`))
    const mark = `⟦${number}⟧`
    originals.set(mark, text.slice(start, end))
    masked += text.slice(at, start) + mark
    at = end
  }
  return { text: masked + text.slice(at), originals }
}

/** Puts the spans back. Gives what is wrong when a placeholder is missing, doubled or unknown. */
export function unmaskSpans(
  candidate: string,
  { text, originals }: MaskedText,
): { readonly text: string; readonly fault: null } | { readonly text: null; readonly fault: string } {
  const own = new Set(text.match(PLACEHOLDER) ?? [])
  const found = candidate.match(PLACEHOLDER) ?? []
  for (const mark of found) {
    if (!own.has(mark)) return { text: null, fault: `It has a placeholder ${mark} that the original lacks.` }
  }
  const counts = new Map<string, number>()
  for (const mark of found) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  for (const mark of own) {
    const count = counts.get(mark) ?? 0
    const span = shorten(originals.get(mark) ?? mark)
    if (count === 0) return { text: null, fault: `It loses the protected ${span}.` }
    if (count > 1) return { text: null, fault: `It repeats the protected ${span}.` }
  }
  return { text: candidate.replaceAll(PLACEHOLDER, (mark) => originals.get(mark) ?? mark), fault: null }
}

function shorten(span: string): string {
  const line = span.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `“${line.slice(0, 57)}…”` : `“${line}”`
}
