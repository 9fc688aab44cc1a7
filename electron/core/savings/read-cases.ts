import type { SavingsCase } from '../../../shared/savings/savings-input.ts'
import type { CoreContext } from '../core-context.ts'
import { readPlaces } from '../evaluate/verdicts/read-places.ts'
import type { StoredRun } from '../store/run-store.ts'
import { turn } from '../turns/turn.ts'

export type Rows = readonly { readonly from: number; readonly to: number }[]

/** Of 6,000 cases on two models all levers take 8 s of processor time, routing 5.5 of them (measured). */
const MAX_ANSWERS = 12_000
const CASES_PER_TURN = 1000
const BLOCKS = 20

/** The cases of a run that savings are reckoned from; always the same ones of a run. */
export function savingsRows({ run }: Pick<StoredRun, 'run'>): Rows {
  return sampledRows(run.caseCount, Math.floor(MAX_ANSWERS / (run.columns.length * run.spec.repeats)))
}

export async function readCases(
  { store }: CoreContext,
  stored: StoredRun,
  { rows, signal }: { readonly rows: Rows; readonly signal: AbortSignal },
): Promise<readonly SavingsCase[]> {
  const places = new Map(
    (await readPlaces(store, stored, { part: 'all', signal })).map(({ rowNo, place }) => [rowNo, place]),
  )
  const cases: SavingsCase[] = []
  for (const { from, to } of rows) {
    for (let next = from; next < to; next += CASES_PER_TURN) {
      const page = store.snapshots.page(stored.snapshotNo, next, Math.min(CASES_PER_TURN, to - next))
      for (const { rowNo, evalCase } of page) {
        const { id: caseId, position, variables, expected, tags } = evalCase
        const { part, cluster } = places.get(rowNo) ?? { part: 'dev' as const, cluster: caseId }
        cases.push({ caseId, position, variables, expected, tags, part, cluster })
      }
      await turn(signal)
    }
  }
  return cases
}

/** Whole blocks, evenly spread, so that each is one short range of the table. */
function sampledRows(caseCount: number, limit: number): readonly { readonly from: number; readonly to: number }[] {
  if (caseCount <= limit) return [{ from: 0, to: caseCount }]
  const size = Math.max(1, Math.floor(limit / BLOCKS))
  return Array.from({ length: BLOCKS }, (_, block) => {
    const from = Math.floor(((caseCount - size) * block) / (BLOCKS - 1))
    return { from, to: from + size }
  })
}
