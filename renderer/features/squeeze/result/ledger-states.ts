import type { LedgerItem, SqueezeEdit } from '../../../../shared/domain/squeeze.ts'

/** verbatim: no chosen edit touches it; reworded: one does, and the gates still find it; restated: an edit says it anew. */
export type LedgerState = 'verbatim' | 'reworded' | 'restated' | 'may-be-lost'

/** What the chosen edits do to a rule's own words. */
export function ledgerState(item: LedgerItem, chosen: readonly SqueezeEdit[]): LedgerState {
  if (chosen.some(({ replacesLedgerIds }) => replacesLedgerIds.includes(item.id))) return 'restated'
  const isTouched = chosen.some(({ changes }) =>
    changes.some(
      ({ messageIndex, start, end }) => messageIndex === item.messageIndex && start < item.end && end > item.start,
    ),
  )
  if (!isTouched) return 'verbatim'
  return item.isRequired ? 'reworded' : 'may-be-lost'
}
