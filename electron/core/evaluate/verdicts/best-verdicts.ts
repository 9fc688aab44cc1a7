import type { ColumnRef, Verdict } from '../../../../shared/domain/verdict.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { readVerdicts, type VerdictStores } from './read-verdicts.ts'

/**
 * The strongest verdict there is on every column: on the hold-out where somebody looked at it, else on the development cases.
 * Never looks itself.
 *
 * @param baseline null = the first column
 * @param candidate null = every other column
 */
export async function bestVerdicts(
  stores: VerdictStores,
  stored: StoredRun,
  wish: { readonly baseline: ColumnRef | null; readonly candidate: ColumnRef | null },
): Promise<readonly Verdict[]> {
  if (stored.run.columns.length < 2) return []
  const confirmed = await readVerdicts(stores, stored, { ...wish, part: 'hold-out' })
  const isWhole = confirmed.verdicts.every(({ verdict }) => verdict !== null)
  const chosen = isWhole ? null : await readVerdicts(stores, stored, { ...wish, part: 'dev' })
  return confirmed.verdicts.flatMap(({ verdict }, index) => {
    const best = verdict ?? chosen?.verdicts[index]?.verdict
    return best ? [best] : []
  })
}
