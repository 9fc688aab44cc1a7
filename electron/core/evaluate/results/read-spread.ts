import { setImmediate } from 'node:timers/promises'
import { costOf } from '../../../../shared/cost/cost-of.ts'
import type { CostByClass, RunSpread } from '../../../../shared/domain/result-charts.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'

/** From 10 ms to 100 s, five to a power of ten. */
const LATENCY_EDGES_MS = Array.from({ length: 21 }, (_, index) => Math.round(10 ** (1 + index / 5)))
const SHARES = 20
const SLICE_ROWS = 4000
/** Of more answers than that, so many are priced by class, and the rest is scaled. */
const MAX_PRICED = 20_000

/** How scores, latencies and costs of every column are spread; others get their turn between the slices. */
export async function readSpread(store: Store, stored: StoredRun): Promise<RunSpread> {
  const columns: RunSpread['columns'] = []
  for (const [columnNo, { variantId, modelId, variantLabel }] of stored.run.columns.entries()) {
    const scores = new Array<number>(10).fill(0)
    const latencies = new Array<number>(LATENCY_EDGES_MS.length).fill(0)
    const costs: number[] = []
    store.results.forEachCell(stored.no, columnNo, ({ state, score, latencyMs, isCached, costNanoUsd }) => {
      if (state === 'failed') return
      if (score !== null)
        scores[Math.min(9, Math.floor(score * 10))] = (scores[Math.min(9, Math.floor(score * 10))] ?? 0) + 1
      if (latencyMs !== null && !isCached) {
        const bin = Math.max(
          0,
          LATENCY_EDGES_MS.findLastIndex((edge) => edge <= latencyMs),
        )
        latencies[bin] = (latencies[bin] ?? 0) + 1
      }
      if (costNanoUsd !== null) costs.push(costNanoUsd)
    })
    await setImmediate()
    const byClass = await readCosts(store, stored, columnNo, costs)
    columns.push({ variantId, modelId, variantLabel, scores, latencies, costShares: sharesOf(costs), ...byClass })
  }
  return { latencyEdgesMs: LATENCY_EDGES_MS, columns }
}

/** Share of the sum that the dearest 0, 5, 10 … 100 % have. */
function sharesOf(costs: readonly number[]): number[] {
  const sorted = Float64Array.from(costs).sort().reverse()
  const total = sorted.reduce((sum, cost) => sum + cost, 0)
  if (total === 0) return []
  const shares = [0]
  let sum = 0
  let at = 0
  for (let share = 1; share <= SHARES; share++) {
    for (; at < Math.round((sorted.length * share) / SHARES); at++) sum += sorted[at] ?? 0
    shares.push(sum / total)
  }
  return shares
}

/** What was paid for, scaled to what the cells cost in all. */
async function readCosts(store: Store, stored: StoredRun, columnNo: number, costs: readonly number[]) {
  const { run } = stored
  const price = run.priceSnapshot[run.columns[columnNo]?.modelId ?? ''] ?? null
  const sums = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 }
  const every = Math.max(1, Math.ceil(costs.length / MAX_PRICED))
  let pricedCells = 0
  for (let from = 0; from < run.caseCount; from += SLICE_ROWS * every) {
    for (const { usage, service } of store.spreads.callsOf(stored.no, columnNo, {
      from,
      to: from + SLICE_ROWS * every,
      every,
    })) {
      const cost = usage && costOf({ usage, service, price })
      if (!cost) continue
      pricedCells++
      sums.input += cost.byClass.input
      sums.cacheRead += cost.byClass.cacheRead
      sums.cacheWrite += cost.byClass.cacheWrite5m + cost.byClass.cacheWrite1h
      sums.output += cost.byClass.output
      sums.reasoning += (cost.byClass.output * (usage.reasoningTokens ?? 0)) / Math.max(1, usage.outputTokens)
    }
    await setImmediate()
  }
  const priced = sums.input + sums.cacheRead + sums.cacheWrite + sums.output
  if (priced === 0) return { costByClass: null, pricedCells: 0, isSampled: false }
  const factor = costs.reduce((sum, cost) => sum + cost, 0) / priced
  const scaled = (nanoUsd: number) => Math.round(nanoUsd * factor)
  const costByClass: CostByClass = {
    input: scaled(sums.input),
    cacheRead: scaled(sums.cacheRead),
    cacheWrite: scaled(sums.cacheWrite),
    output: scaled(sums.output),
    reasoning: scaled(sums.reasoning),
  }
  return { costByClass, pricedCells, isSampled: pricedCells < costs.length }
}
