import type { GridCase } from '../../paired/answer-grid.ts'
import { type RidgeFit, ridgeFit } from '../ridge-fit.ts'
import type { Router } from '../router.ts'
import { featureNames, textFeatures } from '../text-features.ts'

/** A straight line through what can be counted in a text: few numbers, so few cases carry it. */
export const linearRouter: Router = {
  id: 'linear',
  label: 'Counts, weighted',
  looksAt: 'the text’s characters, words, numbers, sentences, complex words and lines, weighted',
  fewestCases: 100,
  prepare: (cases) => {
    const rows = cases.map(({ variables }) => {
      const features = textFeatures(variables)
      return featureNames.map((name) => Math.log1p(features[name]))
    })
    return (train) => {
      const options = cases[0]?.answers.length ?? 0
      const fits = Array.from({ length: options }, (_, option) => ({
        score: fitOf(cases, rows, train, (one) => one.answers[option]?.score ?? 0),
        cost: fitOf(cases, rows, train, (one) => one.answers[option]?.cost ?? 0),
      }))
      return {
        expect: (index) =>
          fits.map(({ score, cost }) => ({ score: valueAt(score, rows[index]), cost: valueAt(cost, rows[index]) })),
        rule: (price) => ({
          kind: 'linear',
          features: featureNames,
          worths: fits.map(({ score, cost }) => ({
            constant: score.constant - price * cost.constant,
            weights: score.weights.map((weight, place) => weight - price * (cost.weights[place] ?? 0)),
          })),
        }),
      }
    }
  },
}

function fitOf(
  cases: readonly GridCase[],
  rows: readonly (readonly number[])[],
  train: readonly number[],
  valueFor: (one: GridCase) => number,
): RidgeFit {
  const known = train.flatMap((index) => {
    const one = cases[index]
    return one ? [{ row: rows[index] ?? [], value: valueFor(one) }] : []
  })
  return ridgeFit(
    known.map(({ row }) => row),
    known.map(({ value }) => value),
  )
}

function valueAt(fit: RidgeFit, row: readonly number[] = []): number {
  return fit.weights.reduce((sum, weight, place) => sum + weight * (row[place] ?? 0), fit.constant)
}
