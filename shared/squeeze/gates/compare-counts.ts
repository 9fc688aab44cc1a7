import type { SpanKind } from '../../compress/protect-spans.ts'
import { type Multiset, spanCounts } from '../ledger/literals.ts'
import type { GateInput } from './gate.ts'

/**
 * Compares how often literals stand in the rules: as often as the ledger's distinct items need them at least, as often as
 * before at most. Null when they do; so a sentence that is said twice may go once, with its numbers.
 */
export function compareCounts(input: GateInput, kinds: readonly SpanKind[]): string | null {
  const { rulesBefore, rulesAfter, required, edits } = input
  const before = spanCounts(rulesBefore, kinds)
  const after = spanCounts(rulesAfter, kinds)
  for (const [text, count] of needed(required, kinds)) {
    const found = after.get(text) ?? 0
    if (found >= Math.min(count, before.get(text) ?? 0)) continue
    return found === 0 ? `“${text}” is gone.` : `“${text}” stands there ${found} times instead of ${count}.`
  }
  const added = spanCounts(
    edits
      .filter(saysItAnew)
      .flatMap(({ changes }) => changes.map((c) => c.replacement))
      .join('\n'),
    kinds,
  )
  for (const [text, count] of after) {
    if (count > (before.get(text) ?? 0) + (added.get(text) ?? 0)) return `“${text}” was not there before.`
  }
  return null
}

/** Format and length variants bring words of ours, and new rules those of a model; the user sees them as such. */
export function saysItAnew({ kind }: GateInput['edits'][number]): boolean {
  return kind === 'output-format' || kind === 'answer-length' || kind === 'new-rule'
}

function needed(required: GateInput['required'], kinds: readonly SpanKind[]): Multiset {
  const counts = new Map<string, number>()
  for (const { quote } of required)
    for (const [text, count] of spanCounts(quote, kinds)) counts.set(text, (counts.get(text) ?? 0) + count)
  return counts
}
