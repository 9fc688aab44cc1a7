import { quantileOfSorted } from '../../../stats/quantile.ts'
import type { GridCase } from '../../paired/answer-grid.ts'
import { type LearntRouter, type Router, shrunkMeans, worthOf } from '../router.ts'
import { largest } from '../routing-rule.ts'
import { type FeatureName, textFeatures } from '../text-features.ts'

const STEPS = 4

/** The baselines of the trade: the text's length, or its complex words, in four steps. */
export function stepsRouter(about: Pick<Router, 'id' | 'label' | 'looksAt'>, feature: FeatureName): Router {
  return {
    ...about,
    fewestCases: 40,
    prepare: (cases) => {
      const values = cases.map(({ variables }) => textFeatures(variables)[feature])
      if (new Set(values).size < 2) return null
      return (train) => learn(cases, values, train, feature)
    },
  }
}

function learn(
  cases: readonly GridCase[],
  values: readonly number[],
  train: readonly number[],
  feature: FeatureName,
): LearntRouter {
  const sorted = Float64Array.from(train, (index) => values[index] ?? 0).sort()
  const quantiles = Array.from({ length: STEPS - 1 }, (_, step) => quantileOfSorted(sorted, (step + 1) / STEPS) ?? 0)
  const edges = [...new Set(quantiles)].filter((edge) => edge > (sorted[0] ?? 0))
  const stepOf = (index: number) => edges.filter((edge) => (values[index] ?? 0) >= edge).length
  const overall = shrunkMeans(cases, train, null)
  const expected = Array.from({ length: edges.length + 1 }, (_, step) =>
    shrunkMeans(
      cases,
      train.filter((index) => stepOf(index) === step),
      overall,
    ),
  )
  return {
    expect: (index) => expected[stepOf(index)] ?? overall,
    rule: (price) => ({
      kind: 'steps',
      feature,
      edges,
      choices: expected.map((options) => largest(options.map((option) => worthOf(option, price)))),
    }),
  }
}
