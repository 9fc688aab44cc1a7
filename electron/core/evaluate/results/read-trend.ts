import type { TrendRun } from '../../../../shared/domain/result-charts.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { summariseInTurns } from './summarise-run.ts'

const MAX_RUNS = 30

/** The runs of the same eval set, the oldest first: up to thirty of the newest, archived ones and empty ones left out. */
export async function readTrend(store: Store, stored: StoredRun): Promise<TrendRun[]> {
  const { projectId, spec, evalSetHash } = stored.run
  const runs = store.runs
    .list(projectId, false)
    .filter((run) => run.spec.evalSetId === spec.evalSetId && run.doneCount > 0)
    .slice(0, MAX_RUNS)
    .reverse()
  const trend: TrendRun[] = []
  for (const { id, name, createdAt, evalSetHash: hash } of runs) {
    const columns = await summariseInTurns(store.results, store.runs.get(id))
    trend.push({ runId: id, name, createdAt, hasSameCases: hash === evalSetHash, columns })
  }
  return trend
}
