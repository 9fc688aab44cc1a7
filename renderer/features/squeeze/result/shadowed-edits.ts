import type { SqueezeChange, SqueezeEdit } from '../../../../shared/domain/squeeze.ts'

/**
 * Chosen edits that have no effect, since another chosen one has their text: the core gives it to the one that restates a
 * rule, else to the one that saves more (composeEdits in shared/squeeze/apply-changes.ts).
 */
export function shadowedEdits(chosen: readonly SqueezeEdit[]): ReadonlySet<string> {
  const rank = ({ replacesLedgerIds }: SqueezeEdit) => (replacesLedgerIds.length > 0 ? 1 : 0)
  const kept: SqueezeEdit[] = []
  const shadowed = new Set<string>()
  for (const edit of chosen.toSorted((a, b) => rank(b) - rank(a) || b.savedTokens - a.savedTokens)) {
    if (kept.some((other) => clash(edit, other))) shadowed.add(edit.id)
    else kept.push(edit)
  }
  return shadowed
}

/** Two cuts of the same text join; anything else that overlaps excludes each other. */
function clash(a: SqueezeEdit, b: SqueezeEdit): boolean {
  return a.changes.some((one) =>
    b.changes.some(
      (other) =>
        one.messageIndex === other.messageIndex &&
        (one.replacement !== '' || other.replacement !== '') &&
        overlap(one, other),
    ),
  )
}

function overlap(a: SqueezeChange, b: SqueezeChange): boolean {
  // An insertion has no width, and must not fall into the middle of another change.
  const half = (change: SqueezeChange) => (change.start === change.end ? 0.5 : 0)
  return a.start - half(a) < b.end + half(b) && b.start - half(b) < a.end + half(a)
}
