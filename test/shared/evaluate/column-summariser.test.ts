import { describe, expect, it } from 'vitest'
import { CaseId } from '../../../shared/domain/ids.ts'
import { ColumnSummariser, type SummarisedCell } from '../../../shared/evaluate/column-summariser.ts'
import { markFront } from '../../../shared/evaluate/mark-front.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { wilsonInterval } from '../../../shared/stats/wilson-interval.ts'

function cell(caseId: number, part: Partial<SummarisedCell> = {}): SummarisedCell {
  return {
    caseId: CaseId.parse(String(caseId)),
    state: 'answered',
    usage: {
      inputTokens: 80,
      cacheReadTokens: 20,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 10,
      reasoningTokens: null,
      isEstimated: false,
    },
    costNanoUsd: 1000,
    latencyMs: 100,
    isCached: false,
    score: 1,
    hasPassed: true,
    ...part,
  }
}

const failed: Partial<SummarisedCell> = {
  state: 'failed',
  usage: null,
  costNanoUsd: null,
  latencyMs: null,
  score: null,
  hasPassed: null,
}

function summarise(cells: readonly SummarisedCell[]) {
  const summariser = new ColumnSummariser()
  for (const each of cells) summariser.add(each)
  return summariser.numbers()
}

describe('ColumnSummariser', () => {
  it('counts, averages and bounds', () => {
    const numbers = summarise([
      cell(1),
      cell(2, { score: 0.5, hasPassed: false, costNanoUsd: 3000, latencyMs: 300, isCached: true }),
      cell(3, { score: 0.25, hasPassed: false, costNanoUsd: 2000, latencyMs: 200 }),
      cell(4, failed),
    ])
    const [low, high] = wilsonInterval(1, 3)
    expect(numbers).toMatchObject({
      cells: 4,
      answered: 3,
      failed: 1,
      cached: 1,
      scored: 3,
      passed: 1,
      passRate: 1 / 3,
      passRateInterval: { low, high },
      costPer1000NanoUsd: 2_000_000,
      meanPromptTokens: 100,
      meanOutputTokens: 10,
      latencyP50Ms: 200,
      latencyP95Ms: 290,
    })
    expect(numbers.meanScore).toBeCloseTo(7 / 12, 12)
    // Half width 4.302653 × 1,000 / √3 × 1,000 is more than the mean: the bound stops at zero.
    expect(numbers.costPer1000Interval?.low).toBe(0)
    expect(numbers.costPer1000Interval?.high).toBeCloseTo(4_484_137.7, 0)
    expect(numbers.meanScoreInterval).toEqual({ low: 0, high: 1 })
  })

  it('knows nothing of an empty column, and says null', () => {
    const nothing = summarise([])
    expect(nothing).toEqual(summarise([]))
    expect(Object.entries(nothing).filter(([, value]) => value !== null)).toEqual(
      ['cells', 'answered', 'failed', 'cached', 'scored', 'passed'].map((name) => [name, 0]),
    )
  })

  it('keeps a column unpriced when one answer has no price, but not when a failure has none', () => {
    expect(summarise([cell(1), cell(2, { costNanoUsd: null })])).toMatchObject({
      costPer1000NanoUsd: null,
      costPer1000Interval: null,
    })
    expect(summarise([cell(1), cell(2, failed)])).toMatchObject({ costPer1000NanoUsd: 1_000_000 })
    expect(summarise([cell(1, { costNanoUsd: 0 })])).toMatchObject({ costPer1000NanoUsd: 0 })
  })

  it('gives scores of 0 and 1 the interval of a pass rate, not one of no width', () => {
    const numbers = summarise([1, 2, 3, 4, 5].map((id) => cell(id)))
    expect(numbers.meanScoreInterval).toEqual(numbers.passRateInterval)
    expect(numbers.meanScoreInterval?.low).toBeCloseTo(0.5655, 4)
  })

  it('does not take repeats that agree for more evidence, nor ones that differ for less', () => {
    const once = [1, 2, 3, 4, 5, 6].map((id) => cell(id, id % 3 === 0 ? { score: 0, hasPassed: false } : {}))
    expect(summarise([...once, ...once, ...once]).passRateInterval).toEqual(summarise(once).passRateInterval)
    const random = seededRandom('repeats')
    const independent = Array.from({ length: 900 }, (_, index) => {
      const hasPassed = random() < 0.7
      return cell(index % 300, { hasPassed, score: hasPassed ? 1 : 0 })
    })
    const { passRateInterval, passed } = summarise(independent)
    const [low, high] = wilsonInterval(passed, 900)
    const width = (passRateInterval?.high ?? 0) - (passRateInterval?.low ?? 0)
    expect(width / (high - low)).toBeGreaterThan(0.99)
    expect(width / (high - low)).toBeLessThan(1.2)
  })
})

describe('markFront', () => {
  it('marks what nothing beats, and leaves unscored and unpriced columns open', () => {
    const column = (meanScore: number | null, costNanoUsd: number | null) => ({
      ...summarise([
        cell(1, { costNanoUsd, score: meanScore, hasPassed: meanScore === null ? null : meanScore > 0.5 }),
      ]),
      name: 'x',
    })
    const columns = [column(0.9, 10), column(0.8, 20), column(0.8, 5), column(null, 1), column(1, null)]
    const marked = markFront(columns as unknown as Parameters<typeof markFront>[0])
    expect(marked.map((each) => each.isOnFront)).toEqual([true, false, true, null, null])
  })
})
