import { formatUsd } from '../../cost/format-usd.ts'
import type { SpendAlert } from '../../domain/spend-alert.ts'
import { quantile } from '../../stats/quantile.ts'
import { ROBUST_LIMIT, robustZ } from './spread-of.ts'

/** What a call of a prompt on a model cost in one run. */
export interface RunCost {
  readonly runName: string
  readonly atMs: number
  /** The prompt and the model: only runs of the same are held against each other. */
  readonly key: string
  readonly label: string
  readonly model: string
  /** Mean of the priced answers. */
  readonly callNanoUsd: number
}

const LEAST_FORMER = 3
const LEAST_JUMP = 1.5

/** Runs whose calls cost far more than those of the same prompt on the same model before; only the newest run of each is looked at. */
export function runAlerts(costs: readonly RunCost[]): readonly SpendAlert[] {
  const byKey = new Map<string, RunCost[]>()
  for (const cost of costs) byKey.set(cost.key, [...(byKey.get(cost.key) ?? []), cost])
  return [...byKey.values()].flatMap((all): SpendAlert[] => {
    const sorted = all.toSorted((a, b) => a.atMs - b.atMs)
    const newest = sorted.pop()
    if (!newest || sorted.length < LEAST_FORMER) return []
    const former = sorted.map(({ callNanoUsd }) => callNanoUsd)
    const p50 = quantile(former, 0.5) ?? 0
    const mad =
      quantile(
        former.map((value) => Math.abs(value - p50)),
        0.5,
      ) ?? 0
    const z = robustZ(newest.callNanoUsd, { p50, mad })
    if (p50 <= 0 || newest.callNanoUsd < LEAST_JUMP * p50 || (z !== null && z <= ROBUST_LIMIT)) return []
    const sentence = `In the run "${newest.runName}" a call of ${newest.label} costs ${formatUsd(newest.callNanoUsd)}, ${(newest.callNanoUsd / p50).toFixed(1)} times the median of the ${former.length} runs before.`
    return [{ kind: 'run-cost', level: 'look', sentence, atMs: newest.atMs, model: newest.model, tag: null }]
  })
}
