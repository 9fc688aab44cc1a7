import { judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'

/** Answered cells of a run that wait for a judge's word; runs without judges are not read for it. */
export function unjudgedCount({ cells }: Pick<Store, 'cells'>, { no, assertions }: StoredRun): number {
  return judgedAssertions(assertions).length === 0 ? 0 : cells.unjudgedOf(no)
}
