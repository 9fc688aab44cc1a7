import { caseText } from '../paired/answer-grid.ts'
import { quantized, textEmbedding } from './text-embedding.ts'
import { type FeatureName, textFeatures } from './text-features.ts'

/** A learnt rule as plain data: what is measured, stored, exported and run is this one value. Choices are places among the options. */
export type RoutingRule =
  | {
      readonly kind: 'steps'
      readonly feature: FeatureName
      /** Rising; a value below the first one takes the first choice, one from the last on the last. */
      readonly edges: readonly number[]
      readonly choices: readonly number[]
    }
  | { readonly kind: 'tags'; readonly choices: Readonly<Record<string, number>>; readonly otherwise: number }
  | {
      readonly kind: 'linear'
      readonly features: readonly FeatureName[]
      /** By option: a constant and a weight of each feature's ln(1 + value); the option with the most is chosen. */
      readonly worths: readonly { readonly constant: number; readonly weights: readonly number[] }[]
    }
  | {
      readonly kind: 'neighbours'
      readonly neighbours: number
      /** True: the vectors are of a provider's embedding, which the caller must bring. */
      readonly needsEmbedding: boolean
      readonly vectors: readonly (readonly number[])[]
      /** Of each vector, by option: score less price. */
      readonly worths: readonly (readonly number[])[]
    }

export interface RoutedCase {
  readonly variables: Readonly<Record<string, string>>
  readonly tags: readonly string[]
  readonly embedding?: ArrayLike<number>
}

/** Which option the rule sends a case to. */
export function applyRule(rule: RoutingRule, one: RoutedCase): number {
  switch (rule.kind) {
    case 'steps': {
      const value = textFeatures(one.variables)[rule.feature]
      return rule.choices[rule.edges.filter((edge) => value >= edge).length] ?? 0
    }
    case 'tags': {
      const tag = one.tags.find((name) => Object.hasOwn(rule.choices, name))
      return tag === undefined ? rule.otherwise : (rule.choices[tag] ?? rule.otherwise)
    }
    case 'linear': {
      const features = textFeatures(one.variables)
      const values = rule.features.map((name) => Math.log1p(features[name]))
      return largest(
        rule.worths.map(({ constant, weights }) =>
          weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), constant),
        ),
      )
    }
    case 'neighbours': {
      const vector = vectorOf(one)
      const near = rule.vectors
        .map((other, index) => ({ index, product: product(vector, other) }))
        .sort((a, b) => b.product - a.product || a.index - b.index)
        .slice(0, rule.neighbours)
      const options = rule.worths[0]?.length ?? 0
      return largest(
        Array.from({ length: options }, (_, option) =>
          near.reduce((sum, { index }) => sum + (rule.worths[index]?.[option] ?? 0), 0),
        ),
      )
    }
    default:
      return rule satisfies never
  }
}

/** What neighbours are told apart by: a provider's embedding where the case has one. */
export function vectorOf({ variables, embedding }: Pick<RoutedCase, 'variables' | 'embedding'>): Int8Array {
  return embedding === undefined ? textEmbedding(caseText(variables)) : quantized(embedding)
}

export function product(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0
  for (let place = 0; place < first.length; place++) sum += (first[place] ?? 0) * (second[place] ?? 0)
  return sum
}

/** Place of the largest; of equal ones the first. */
export function largest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? index : best), 0)
}
