import { setImmediate as nextTick } from 'node:timers/promises'
import type { CasePart } from '../../../shared/domain/verdict.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import type { PlacedCase } from '../store/verdict-store.ts'

type Stores = Pick<Store, 'verdicts' | 'evalSets' | 'snapshots'>

export interface ReadCase extends PlacedCase {
  readonly rowNo: number
}

const EVERYTHING = 1_000_000_000
const ROWS_PER_TURN = 4000

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
    for (const [index, read] of placedCases(stores, stored, rows).entries())
      if (part === 'all' || read.place.part === part) cases.push({ ...read, rowNo: from + index })
    await turn(signal)
  }
  return cases
}

/** Lets other work have its turn. @throws the signal's reason after an abort */
export async function turn(signal: AbortSignal | undefined): Promise<void> {
  await nextTick()
  signal?.throwIfAborted()
}

interface Rows {
  readonly from: number
  readonly to: number
}

/** A case may have been removed from its eval set since the run: the run's own copy says what it was. */
function placedCases(stores: Stores, { run, snapshotNo }: StoredRun, rows: Rows): readonly PlacedCase[] {
  const { evalSetId } = run.spec
  const known = stores.verdicts.placedCases(snapshotNo, rows)
  if (known !== null) return known
  const ids = stores.snapshots.page(snapshotNo, 0, EVERYTHING).map(({ evalCase }) => evalCase)
  stores.verdicts.placesOf(
    evalSetId,
    () => {
      const now = stores.evalSets.casesAfter(evalSetId, 0, EVERYTHING)
      const present = new Set<string>(now.map(({ id }) => id))
      return [...now, ...ids.filter(({ id }) => !present.has(id))]
    },
    ids.map(({ id }) => id),
  )
  const placed = stores.verdicts.placedCases(snapshotNo, rows)
  if (placed === null) throw new Error(`Cases of the run ${run.id} have no place in the split.`)
  return placed
}
