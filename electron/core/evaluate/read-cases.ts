import { setImmediate as nextTick } from 'node:timers/promises'
import type { EvalCase } from '../../../shared/domain/eval-set.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import type { EvalSetStore } from '../store/eval-set-store.ts'

const CASES_PER_READ = 200

/** The first `limit` cases of an eval set, in pages; other work gets its turn between two pages. */
export async function* readCases(
  evalSets: EvalSetStore,
  evalSetId: EvalSetId,
  limit: number,
): AsyncGenerator<readonly EvalCase[]> {
  let position = 0
  for (let left = limit; left > 0; ) {
    const page = evalSets.casesAfter(evalSetId, position, Math.min(CASES_PER_READ, left))
    if (page.length === 0) return
    yield page
    left -= page.length
    position = page.at(-1)?.position ?? position
    await nextTick()
  }
}
