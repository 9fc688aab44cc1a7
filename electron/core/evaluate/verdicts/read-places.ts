import type { CasePart } from '../../../../shared/domain/verdict.ts'
import type { SplitCase } from '../../../../shared/verdict/assign-split.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import type { PlacedCase } from '../../store/verdict-store.ts'
import { turn } from '../../turns/turn.ts'
import { splitCases } from './split-cases.ts'

type Stores = Pick<Store, 'verdicts' | 'evalSets' | 'snapshots'>

export interface ReadCase extends PlacedCase {
  readonly rowNo: number
}

const ROWS_PER_TURN = 2000

/** The cases of one part that a run asked, in its order, read in slices that leave the event loop free. @throws the signal's reason */
export async function readPlaces(
  stores: Stores,
  stored: StoredRun,
  { part, signal }: { readonly part: CasePart; readonly signal: AbortSignal | undefined },
): Promise<readonly ReadCase[]> {
  const { run } = stored
  const cases: ReadCase[] = []
  for (let from = 0; from < run.caseCount; from += ROWS_PER_TURN) {
    const rows = { from, to: Math.min(run.caseCount, from + ROWS_PER_TURN) }
    for (const [index, read] of (await placedCases(stores, stored, { ...rows, signal })).entries())
      if (part === 'all' || read.place.part === part) cases.push({ ...read, rowNo: from + index })
    await turn(signal)
  }
  return cases
}

interface Rows {
  readonly from: number
  readonly to: number
}

async function placedCases(
  stores: Stores,
  stored: StoredRun,
  { signal, ...rows }: Rows & { readonly signal: AbortSignal | undefined },
): Promise<readonly PlacedCase[]> {
  const { run, snapshotNo } = stored
  const known = stores.verdicts.placedCases(snapshotNo, rows)
  if (known !== null) return known
  await splitCases(stores, run.spec.evalSetId, { extra: await casesOf(stores, stored, signal), signal })
  const placed = stores.verdicts.placedCases(snapshotNo, rows)
  if (placed === null) throw new Error(`Cases of the run ${run.id} have no place in the split.`)
  return placed
}

/** A case may have been removed from its eval set since the run: the run's own copy says what it was. */
async function casesOf(stores: Stores, { snapshotNo, run }: StoredRun, signal: AbortSignal | undefined) {
  const cases: SplitCase[] = []
  for (let from = 0; from < run.caseCount; from += ROWS_PER_TURN) {
    const page = stores.snapshots.page(snapshotNo, from, ROWS_PER_TURN)
    cases.push(...page.map(({ evalCase: { id, variables, tags } }) => ({ id, variables, tags })))
    await turn(signal)
  }
  return cases
}
