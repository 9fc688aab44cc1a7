import type { ColumnSummary, Interval } from '../domain/results.ts'
import type { Cell, RunColumn } from '../domain/run.ts'
import { promptTokensOf } from '../domain/usage.ts'
import { type MeanEstimate, meanInterval } from '../stats/mean-interval.ts'
import { medianInterval } from '../stats/median-interval.ts'
import { quantileOfSorted } from '../stats/quantile.ts'
import { wilsonInterval } from '../stats/wilson-interval.ts'

/** What a column's cells tell; the rest of a ColumnSummary comes from the run and from the other columns. */
export type ColumnNumbers = Omit<
  ColumnSummary,
  keyof RunColumn | 'cut' | 'isOnFront' | 'isSimulation' | 'passAllRate' | 'flakyCases'
>

export type SummarisedCell = Pick<
  Cell,
  'caseId' | 'state' | 'usage' | 'costNanoUsd' | 'latencyMs' | 'isCached' | 'score' | 'hasPassed'
>

/** Adds up the cells of one column, one by one; keeps a few numbers of each cell and no texts. */
export class ColumnSummariser {
  #cells = 0
  #answered = 0
  #cached = 0
  #passed = 0
  #isUnpriced = false
  readonly #passes = new Sample()
  readonly #scores = new Sample()
  readonly #costs = new Sample()
  readonly #promptTokens: number[] = []
  readonly #outputTokens: number[] = []
  readonly #tokens = new Sample()
  readonly #latencies = new Sample()

  add(cell: SummarisedCell): void {
    this.#cells++
    if (cell.state === 'failed') return
    this.#answered++
    if (cell.isCached) this.#cached++
    if (cell.hasPassed !== null) this.#passes.add(cell.hasPassed ? 1 : 0, cell.caseId)
    if (cell.hasPassed === true) this.#passed++
    if (cell.score !== null) this.#scores.add(cell.score, cell.caseId)
    if (cell.costNanoUsd === null) this.#isUnpriced = true
    else this.#costs.add(cell.costNanoUsd, cell.caseId)
    if (cell.usage !== null) {
      this.#promptTokens.push(promptTokensOf(cell.usage))
      this.#outputTokens.push(cell.usage.outputTokens)
      this.#tokens.add(promptTokensOf(cell.usage) + cell.usage.outputTokens, cell.caseId)
    }
    if (cell.latencyMs !== null) this.#latencies.add(cell.latencyMs, cell.caseId)
  }

  numbers(): ColumnNumbers {
    const passes = this.#passes.estimate()
    const scores = this.#scores.estimate()
    // One answer without a price makes the mean unknown, not smaller.
    const costs = this.#isUnpriced ? null : this.#costs.estimate()
    const latencies = Float64Array.from(this.#latencies.values).sort()
    const middle = medianInterval(latencies, this.#latencies.cases)
    return {
      cells: this.#cells,
      answered: this.#answered,
      failed: this.#cells - this.#answered,
      cached: this.#cached,
      scored: this.#passes.values.length,
      passed: this.#passed,
      passRate: passes?.mean ?? null,
      passRateInterval: passes === null ? null : rateInterval(passes, this.#passes),
      meanScore: scores?.mean ?? null,
      meanScoreInterval: scores === null ? null : scoreInterval(scores, this.#scores),
      costPer1000NanoUsd: costs === null ? null : Math.round(costs.mean * 1000),
      costPer1000Interval: toInterval(costs, 1000, Number.POSITIVE_INFINITY),
      meanPromptTokens: meanInterval(this.#promptTokens)?.mean ?? null,
      meanOutputTokens: meanInterval(this.#outputTokens)?.mean ?? null,
      meanTokensInterval: toInterval(this.#tokens.estimate(), 1, Number.POSITIVE_INFINITY),
      latencyP50Ms: quantileOfSorted(latencies, 0.5),
      latencyP50Interval: middle === null ? null : { low: middle[0], high: middle[1] },
      latencyP95Ms: quantileOfSorted(latencies, 0.95),
    }
  }
}

/** Values of a column with the case that each belongs to. */
class Sample {
  readonly values: number[] = []
  readonly caseIds: string[] = []

  add(value: number, caseId: string): void {
    this.values.push(value)
    this.caseIds.push(caseId)
  }

  get cases(): number {
    return new Set(this.caseIds).size
  }

  estimate(): MeanEstimate | null {
    return meanInterval(this.values, this.caseIds)
  }
}

/**
 * Wilson's interval for as many independent cases as the cells are worth: repeats of one case count as the less, the
 * more they agree with one another. Without repeats that is Wilson's interval itself.
 */
function rateInterval({ mean, standardError }: MeanEstimate, { values, cases }: Sample): Interval {
  const variance = mean * (1 - mean)
  let effective = values.length
  if (cases < values.length) {
    const isKnown = standardError !== null && standardError > 0 && variance > 0
    effective = isKnown ? Math.min(Math.max(variance / standardError ** 2, cases), values.length) : cases
  }
  const [low, high] = wilsonInterval(mean * effective, effective)
  return { low, high }
}

/** Wilson's interval is wide enough for any score from 0 to 1, so it serves where all scores are 0, 1 or equal. */
function scoreInterval(estimate: MeanEstimate, sample: Sample): Interval | null {
  const first = sample.values[0]
  const isBinary = sample.values.every((value) => value === 0 || value === 1)
  if (isBinary || sample.values.every((value) => value === first)) return rateInterval(estimate, sample)
  return toInterval(estimate, 1, 1)
}

function toInterval(estimate: MeanEstimate | null, factor: number, limit: number): Interval | null {
  if (estimate === null || estimate.interval === null) return null
  const [low, high] = estimate.interval
  return { low: Math.max(0, low * factor), high: Math.min(limit, high * factor) }
}
