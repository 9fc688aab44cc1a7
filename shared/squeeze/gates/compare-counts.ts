import type { SpanKind } from '../../compress/protect-spans.ts'
import type { Multiset } from '../ledger/literals.ts'
import type { GateInput } from './gate.ts'

/**
 * Compares how often literals stand in the rules: as often as the ledger's distinct items need them at least, as often as
 * before at most. Null when they do; so a sentence that is said twice may go once, with its numbers.
 */
export function compareCounts(input: GateInput, kind: SpanKind): string | null {
  const { prompt, rulesBefore, rulesAfter, edits } = input
  const { spans } = prompt.facts
  const before = spans(rulesBefore, kind)
  const after = spans(rulesAfter, kind)
  for (const [text, count] of needed(input, kind)) {
    const found = after.get(text) ?? 0
    if (found >= Math.min(count, before.get(text) ?? 0)) continue
    return found === 0 ? `“${text}” is gone.` : `“${text}” stands there ${found} times instead of ${count}.`
  }
  const added = spans(
    edits
      .filter(saysItAnew)
      .flatMap(({ changes }) => changes.map((c) => c.replacement))
      .join('\n'),
    kind,
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

function needed({ prompt, required }: GateInput, kind: SpanKind): Multiset {
  const counts = new Map<string, number>()
  for (const { quote } of required)
    for (const [text, count] of prompt.facts.spans(quote, kind)) counts.set(text, (counts.get(text) ?? 0) + count)
  return counts
}
