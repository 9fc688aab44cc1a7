import { setImmediate } from 'node:timers/promises'
import type { PairedCases } from '../../../../shared/domain/result-charts.ts'
import type { ColumnOfRun } from '../../../../shared/domain/results.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'

const MAX_POINTS = 2000
const MAX_TAGS = 40
/** Scores that differ by less are the same. */
const TIE = 1e-9

interface Means {
  readonly score: Float64Array
  readonly cost: Float64Array
}

/** Two columns of a run, case by case: who scored higher, by tag, and the cases as points. */
export async function readPairedCases(
  store: Store,
  stored: StoredRun,
  columns: { readonly baseline: ColumnOfRun; readonly candidate: ColumnOfRun },
): Promise<PairedCases> {
  const baseline = meansOf(store, stored, columns.baseline)
  await setImmediate()
  const candidate = meansOf(store, stored, columns.candidate)
  const total = { wins: 0, losses: 0, ties: 0 }
  const outcome = (row: number): keyof typeof total | null => {
    const difference = (candidate.score[row] ?? Number.NaN) - (baseline.score[row] ?? Number.NaN)
    if (Number.isNaN(difference)) return null
    return Math.abs(difference) < TIE ? 'ties' : difference > 0 ? 'wins' : 'losses'
  }
  const rows: number[] = []
  for (let row = 0; row < stored.run.caseCount; row++) {
    const kind = outcome(row)
    if (kind !== null) total[kind]++
    if (kind !== null || known(baseline.cost[row]) !== null) rows.push(row)
  }
  await setImmediate()
  const byTag = store.results
    .tagsOf(stored)
    .slice(0, MAX_TAGS)
    .map(({ tag }) => {
      const counts = { wins: 0, losses: 0, ties: 0 }
      for (const row of store.results.page(stored, { tags: [tag], offset: 0, limit: stored.run.caseCount }).rowNos) {
        const kind = outcome(row)
        if (kind !== null) counts[kind]++
      }
      return { tag, ...counts }
    })
  const every = Math.max(1, Math.ceil(rows.length / MAX_POINTS))
  const points = rows
    .filter((_, index) => index % every === 0)
    .map((row) => ({
      row,
      baselineScore: known(baseline.score[row]),
      candidateScore: known(candidate.score[row]),
      baselineNanoUsd: rounded(baseline.cost[row]),
      candidateNanoUsd: rounded(candidate.cost[row]),
    }))
  return { ...total, cases: total.wins + total.losses + total.ties, byTag, points }
}

/** Means of each case's trials; NaN = unknown. */
function meansOf(store: Store, stored: StoredRun, column: ColumnOfRun): Means {
  const size = stored.run.caseCount
  const sums = { score: new Float64Array(size), cost: new Float64Array(size) }
  const counts = { score: new Uint16Array(size), cost: new Uint16Array(size) }
  const columnNo = stored.run.columns.findIndex(
    ({ variantId, modelId }) => variantId === column.variantId && modelId === column.modelId,
  )
  const add = (name: 'score' | 'cost', row: number, value: number | null) => {
    if (value === null) return
    sums[name][row] = (sums[name][row] ?? 0) + value
    counts[name][row] = (counts[name][row] ?? 0) + 1
  }
  store.results.forEachCell(stored.no, columnNo, ({ state, rowNo, score, costNanoUsd }) => {
    if (state === 'failed') return
    add('score', rowNo, score)
    add('cost', rowNo, costNanoUsd)
  })
  const mean = (name: 'score' | 'cost') =>
    sums[name].map((sum, row) => (counts[name][row] ? sum / (counts[name][row] ?? 1) : Number.NaN))
  return { score: mean('score'), cost: mean('cost') }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}

function rounded(value: number | undefined): number | null {
  const found = known(value)
  return found === null ? null : Math.round(found)
}
