import type { VerdictReport } from '../../../../shared/domain/verdict.ts'
import { dropOldest } from '../../../../shared/drop-oldest.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { isJudgeUncalibrated, judgingOf } from '../judge/calibrations-of.ts'
import { readVerdicts, type VerdictWish } from './read-verdicts.ts'

const MAX_REPORTS = 40

/** Verdicts that were computed before, while nothing that they rest on has changed: cells, rule, looks, labels. */
export class VerdictCache {
  readonly #reports = new Map<string, VerdictReport>()

  async read(store: Store, stored: StoredRun, wish: VerdictWish): Promise<VerdictReport> {
    const { run } = stored
    if (run.state === 'running') return await readVerdicts(store, stored, wish)
    const { id, jobId, state, doneCount, errorCount, costNanoUsd, columns, spec } = run
    const key = JSON.stringify([
      [id, jobId, state, doneCount, errorCount, costNanoUsd],
      [wish.baseline, wish.part],
      store.verdicts.ruleOf(run.projectId),
      store.verdicts.statusOf(spec.evalSetId),
      wish.part !== 'dev' && columns.map((column) => store.verdicts.lastBaselineOf(id, column)),
      isJudgeUncalibrated(store, judgingOf(stored)),
    ])
    const known = this.#reports.get(key)
    if (known) return known
    const report = await readVerdicts(store, stored, wish)
    this.#reports.set(key, report)
    dropOldest(this.#reports, MAX_REPORTS)
    return report
  }
}
