import type { NanoUsd } from '../../domain/money.ts'
import type { SpendSums } from '../../domain/spend-breakdown.ts'

/** What rows are known to have cost; null where none of them has a price, which is not the same as nothing. */
export function knownSpend({
  nanoUsd,
  rows,
  unpricedRows,
}: Pick<SpendSums, 'nanoUsd' | 'rows' | 'unpricedRows'>): NanoUsd | null {
  return rows > 0 && unpricedRows === rows ? null : nanoUsd
}
