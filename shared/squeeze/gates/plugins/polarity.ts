import { MARKER_KINDS, type MarkerKind } from '../../ledger/polarity-markers.ts'
import { saysItAnew } from '../compare-counts.ts'
import type { Gate } from '../gate.ts'

/** "each" and "all" stand in too much that is no rule; the ledger's coverage looks after them. */
const KINDS: readonly MarkerKind[] = MARKER_KINDS.filter((kind) => kind !== 'quantity')

export const plugin: Gate = {
  id: 'polarity',
  label: 'Negations and conditions',
  check({ prompt, rulesBefore, rulesAfter, required, edits }) {
    const { markers } = prompt.facts
    const before = markers(rulesBefore)
    const after = markers(rulesAfter)
    const anew = markers(
      edits
        .filter(saysItAnew)
        .flatMap(({ changes }) => changes.map((c) => c.replacement))
        .join('\n'),
    )
    for (const kind of KINDS) {
      const needed = required.reduce((sum, { quote }) => sum + markers(quote)[kind], 0)
      if (after[kind] < Math.min(needed, before[kind]))
        return `Words of ${kind} became fewer: ${after[kind]} where the rules need ${needed}.`
      if (after[kind] > before[kind] + anew[kind])
        return `Words of ${kind} became more: ${after[kind]} instead of ${before[kind]}.`
    }
    return null
  },
}
