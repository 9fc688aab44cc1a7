import { expect, it } from 'vitest'
import { Assertion } from '../../../shared/domain/score.ts'
import { scoreOutput } from '../../../shared/evaluate/score-output.ts'
import { embedText } from '../../../shared/sandbox/embed-text.ts'
import { fromPromptfoo } from '../../../shared/score/from-promptfoo.ts'
import { assertionType } from '../../../shared/score/parse-assertion-type.ts'

const VECTORS: Readonly<Record<string, readonly number[]>> = {
  out: [3, 4],
  same: [3, 4],
  right: [4, 3],
  turned: [-4, 3],
}

async function score(type: string, value: string | readonly string[], threshold?: number) {
  const assertion = fromPromptfoo({ type, value: copy(value), ...(threshold === undefined ? {} : { threshold }) })
  const asked: string[] = []
  const judge = {
    ask: () => Promise.reject(new Error('No judge is asked.')),
    async embed({ modelId, text }: { modelId: string; text: string }) {
      asked.push(modelId)
      return VECTORS[text] ?? []
    },
  }
  const { assertions } = await scoreOutput({
    output: 'out',
    assertions: [assertion],
    evalCase: null,
    validateJson: () => [],
    judge,
  })
  return { ...assertions[0], asked }
}

function copy(value: string | readonly string[]): string | string[] {
  return typeof value === 'string' ? value : [...value]
}

// Figures by promptfoo 0.121.20's buildSimilarityResult (src/matchers) on the same vectors.
it.each([
  ['similar', 'same', undefined, 1, true],
  ['similar', 'right', undefined, 0.96, true],
  ['similar:cosine', 'turned', undefined, 0, false],
  ['not-similar', 'right', 0.97, 0.04, true],
  ['similar:dot', 'turned', 0.5, 0, false],
  ['similar:dot', 'right', 24, 1, true],
  ['similar:euclidean', 'same', 0.1, 1, true],
  ['similar:euclidean', 'right', 1, 1 / (1 + Math.SQRT2), false],
  ['similar:euclidean', 'right', 1.5, 1 / (1 + Math.SQRT2), true],
] as const)('%s to "%s" at %s gives %s, %s', async (type, value, threshold, expected, hasPassed) => {
  const result = await score(type, value, threshold)
  expect(result.score).toBeCloseTo(expected, 9)
  expect(result.hasPassed).toBe(hasPassed)
  expect(result.asked).toEqual(['openai/text-embedding-3-large', 'openai/text-embedding-3-large'])
})

it('takes the best of several texts', async () => {
  expect(await score('similar', ['turned', 'right'])).toMatchObject({ score: 0.96, hasPassed: true })
})

it('takes the text that passes where the scores of several end at 1', async () => {
  expect(await score('similar:dot', ['right', 'same'], 24.5)).toMatchObject({ score: 1, hasPassed: true })
})

it('is not judged where no embedding came, and keeps its name in promptfoo’s spelling', async () => {
  const assertion = Assertion.parse({ scorer: 'similar-dot', value: 'x', isNegated: true })
  expect(assertionType(assertion)).toBe('not-similar:dot')
  const { assertions } = await scoreOutput({
    output: 'o',
    assertions: [assertion],
    evalCase: null,
    validateJson: () => [],
  })
  expect(assertions[0]).toMatchObject({ score: null, hasPassed: null })
})

it('gives a sandbox embedding of length 1 by which texts that share words come out alike', () => {
  const [a, b, c] = ['The parcel is late', 'Parcels are late', 'Reset my password'].map(embedText)
  const product = (x: readonly number[] = [], y: readonly number[] = []) =>
    x.reduce((sum, v, at) => sum + v * (y[at] ?? 0), 0)
  expect(product(a, a)).toBeCloseTo(1, 9)
  expect(product(a, b)).toBeGreaterThan(product(a, c) + 0.2)
  expect(embedText('!?')).toHaveLength(256)
})
