import type { CaseResult, SqueezeCase } from '../../squeeze/squeeze-ports.ts'
import type { Random } from '../../stats/seeded-random.ts'
import type { FailingCase } from './mutation.ts'

const MOST = 5

/** Cases that a candidate answered badly, at most five, drawn anew for every child so that no case hides the others. */
export function failingCases(
  results: ReadonlyMap<number, CaseResult | null>,
  cases: readonly SqueezeCase[],
  random: Random,
): readonly FailingCase[] {
  return cases
    .flatMap((one) => {
      const result = results.get(one.index)
      return result && result.score < 1 ? [{ one, result, key: random() }] : []
    })
    .toSorted((a, b) => a.key - b.key)
    .slice(0, MOST)
    .map(({ one, result }) => ({
      text: one.text,
      expected: one.expected,
      output: result.output,
      faults: result.faults ?? [],
    }))
}
