import { expect, it } from 'vitest'
import { CaseId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import {
  type CaseResult,
  decideVerdict,
  type VerdictInput,
  verdictSteps,
} from '../../../shared/verdict/decide-verdict.ts'
import { processorMs } from '../../support/processor-ms.ts'

function inputOf(count: number, seed: string): VerdictInput {
  const random = seededRandom(seed)
  const side = (label: string, cost: number) => ({
    column: { variantId: VariantId.parse(label), modelId: ModelId.parse('lab/one') },
    label,
    cases: Array.from(
      { length: count },
      (_, index): CaseResult => ({
        caseId: CaseId.parse(`c${index}`),
        position: index + 1,
        cluster: `c${index}`,
        score: random() < 0.8 ? 1 : 0.5,
        cost: cost * (0.5 + random()),
        critical: new Map(),
      }),
    ),
  })
  return {
    baseline: side('A', 100),
    candidate: side('B', 60),
    rule: { margin: 0.03, alpha: 0.05, criticalAssertions: [] },
    part: 'hold-out',
    look: 1,
    isSimulation: false,
    hasUncalibratedJudge: false,
    seed,
  }
}

function timeSteps(input: VerdictInput) {
  const steps = verdictSteps(input)
  const cpuMs: number[] = []
  for (;;) {
    const startMs = processorMs()
    const step = steps.next()
    cpuMs.push(processorMs() - startMs)
    if (step.done) return { verdict: step.value, cpuMs }
  }
}

it('decides on 100,000 cases in steps none of which takes long, and to the same end', () => {
  const input = inputOf(100_000, 'large')
  const first = timeSteps(input)
  const second = timeSteps(input)
  expect(first.verdict).toEqual(decideVerdict(input))
  expect(second.verdict).toEqual(first.verdict)
  expect(first.verdict).toMatchObject({ kind: 'not-worse-and-cheaper', isProven: true, cases: 100_000 })
  expect(second.cpuMs).toHaveLength(first.cpuMs.length)
  // The steps are the same each time: what other processes add to one falls away in the lesser of two.
  const longestCpuMs = Math.max(...first.cpuMs.map((ms, index) => Math.min(ms, second.cpuMs[index] ?? ms)))
  // Cold and beside other tests; warm it is a fraction.
  expect(longestCpuMs).toBeLessThan(400)
})

it('finds with a thousand groups the interval that the single cases have', () => {
  const { costRatio, costRatioInterval, difference, differenceInterval } = decideVerdict(inputOf(20_000, 'groups'))
  // sd of a cost 100·U(½, 1½) is 28.9: the ratio of two means of 20,000 has a standard error of about 0.00170.
  expect((costRatioInterval?.high ?? 0) - (costRatioInterval?.low ?? 0)).toBeCloseTo(2 * 1.96 * 0.0017, 3)
  expect(costRatio).toBeCloseTo(0.6, 2)
  // Scores are 1 or ½ at 0.8: the difference of two has a standard deviation of 0.283.
  const width = (differenceInterval?.high ?? 0) - (differenceInterval?.low ?? 0)
  expect(width).toBeGreaterThan(2 * 1.645 * 0.002 * 0.93)
  expect(width).toBeLessThan(2 * 1.645 * 0.002 * 1.07)
  expect(difference).toBeCloseTo(0, 2)
})
