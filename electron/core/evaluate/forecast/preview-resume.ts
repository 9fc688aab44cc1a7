import type { ResumePreview } from '../../../../shared/domain/run.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { unjudgedCount } from '../judge/unjudged-count.ts'

/** What resuming a run would ask for, and what it may cost: told before anything is sent. */
export function previewResume({ cells, ledger }: Store, stored: StoredRun): ResumePreview {
  const { no, run, models } = stored
  let answered = 0
  let held = 0
  cells.forEachState(no, (_ref, state, mayHaveBeenBilled) => {
    if (state === 'answered') answered++
    else if (mayHaveBeenBilled) held++
  })
  const isPriced = models.every(({ price }) => price !== null)
  const missing = run.cellCount - answered - held
  return {
    missing,
    held,
    unjudged: unjudgedCount({ cells }, stored),
    heldNanoUsd: held === 0 ? 0 : ledger.worstOfHeldCells(no),
    neededNanoUsd: answered === 0 || !isPriced ? null : Math.ceil((run.costNanoUsd / answered) * missing),
  }
}
