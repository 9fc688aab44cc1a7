import { setImmediate as nextTick } from 'node:timers/promises'
import type { CoreContext } from '../../core-context.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import { queueCells } from '../cells/cell-queue.ts'
import { renderCell } from '../cells/render-cell.ts'
import type { RunWork } from '../cells/run-cells.ts'
import type { RunTally } from '../cells/run-tally.ts'
import { cachedCell } from '../cells/store-answer.ts'
import { cellNameOf } from './custom-id.ts'
import { scoreCell } from './score-cell.ts'

/** Cells between two turns of the event loop. */
const CELLS_PER_TURN = 50

/** Answers the cells that asked what another cell of the run asked: they were never sent, and their twin's answer has come. */
export async function fillFromCache(
  core: CoreContext,
  work: RunWork,
  tally: RunTally,
  signal: AbortSignal,
): Promise<void> {
  const { store, engine } = core
  const { stored, targets } = work
  const filled = new Set<string>()
  store.cells.forEachState(stored.no, (ref) => filled.add(cellNameOf(ref)))
  for (const { batch } of store.batches.ofRun(stored.run.id))
    for (const { cell } of store.batches.requestsOf(batch.id)) filled.add(cellNameOf(cell))
  const isFilled = (ref: CellRef) => filled.has(cellNameOf(ref))
  let cells = 0
  for (const queued of queueCells(store.snapshots, stored, [...targets.keys()], isFilled)) {
    if (signal.aborted) return
    if (++cells % CELLS_PER_TURN === 0) await nextTick()
    const rendered = renderCell(work, queued)
    if (rendered.kind === 'failed') continue
    const known = store.replies.find(rendered.key, stored.no, stored.run.spec.mayUseCache)
    if (!known) continue
    const cell = cachedCell(known, await scoreCell(work, queued, known))
    await engine.commits.add(() => store.cells.put(queued.ref, cell))
    tally.free(cell)
    work.report(tally)
  }
}
