import { beforeAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { Estimator, type EstimatorPrior, startEstimator } from '../../../shared/tokens/estimator.ts'
import { pick, pickInteger, SCRIPTS, seededRandom } from './random-texts.ts'

const PRIOR: EstimatorPrior = {
  ratios: { other: 1.12 },
  overheadTokens: 8,
  sharedSpread: 0.12,
  classSpread: 0.25,
  unnamedSpread: 0.25,
}
const PROMPT = 'Classify the review as positive or negative. Answer with the label only.'
/** What the hidden tokenizer adds to every request. */
const FRAME_TOKENS = 7

let o200k: Encoder
let hidden: Encoder
beforeAll(async () => {
  o200k = await loadEncoder('o200k_base')
  hidden = await loadEncoder('cl100k_base')
})

describe('Estimator', () => {
  it('starts from the prior, with a band of at least 10 %', () => {
    const estimator = new Estimator(startEstimator(PRIOR))
    const features = o200k.features(PROMPT)
    const estimate = estimator.estimate(features)
    expect(estimate.tokens).toBe(Math.round(1.12 * o200k.count(PROMPT) + 8))
    expect(estimate.bandRatio).toBeGreaterThanOrEqual(0.1)
    expect(estimate.calls).toBe(0)
  })

  it('learns a hidden tokenizer from 20 calls: median error 2 % at most, 90 % band held in 85 % and more', () => {
    const random = seededRandom(20)
    const estimator = new Estimator(startEstimator(PRIOR))
    const errors: number[] = []
    let held = 0
    for (let call = 0; call < 320; call++) {
      const text = randomPrompt(random)
      const features = o200k.features(text)
      const actual = hidden.count(text) + FRAME_TOKENS
      const { tokens, bandRatio } = estimator.estimate(features)
      if (call >= 20) {
        errors.push(Math.abs(tokens - actual) / actual)
        if (Math.abs(tokens - actual) <= bandRatio * tokens + 0.5) held++
      }
      estimator.observe(features, actual)
    }
    errors.sort((a, b) => a - b)
    expect(errors[150]).toBeLessThan(0.02)
    expect(errors[285]).toBeLessThan(0.09)
    expect(held / errors.length).toBeGreaterThanOrEqual(0.85)
    expect(held / errors.length).toBeLessThanOrEqual(0.98)
  })

  it('goes on from a stored state exactly as if it had never stopped', () => {
    const random = seededRandom(21)
    const whole = new Estimator(startEstimator(PRIOR))
    let resumed = new Estimator(startEstimator(PRIOR))
    for (let call = 0; call < 30; call++) {
      const text = randomPrompt(random)
      const features = o200k.features(text)
      whole.observe(features, hidden.count(text))
      resumed.observe(features, hidden.count(text))
      resumed = new Estimator(JSON.parse(JSON.stringify(resumed.toState())))
    }
    const features = o200k.features(SCRIPTS.join(' '))
    expect(resumed.estimate(features)).toEqual(whole.estimate(features))
    expect(resumed.toState()).toEqual(whole.toState())
  })

  it('keeps the band of text it never sees finite, however many calls of other text it learns from', () => {
    const estimator = new Estimator(startEstimator(PRIOR))
    const chinese = o200k.features('审稿人说这不对然后离开了费用一百二十三元')
    const before = estimator.toState().priorVariances
    const features = o200k.features('Say less, measure more.')
    for (let call = 0; call < 20_000; call++) estimator.observe(features, 12)
    const { covariance } = estimator.toState()
    expect(covariance.every((row, index) => (row[index] ?? Number.NaN) <= (before[index] ?? 0) * 1.000001)).toBe(true)
    expect(Number.isFinite(estimator.estimate(chinese).bandRatio)).toBe(true)
  })

  it('learns nothing from usage that cannot be the text', () => {
    const estimator = new Estimator(startEstimator(PRIOR))
    estimator.observe(o200k.features('Say less.'), 0)
    estimator.observe(o200k.features('Say less.'), 10, 12)
    estimator.observe(o200k.features('Say less.'), Number.NaN)
    expect(estimator.toState()).toEqual(startEstimator(PRIOR))
  })
})

const WORDS =
  'the customer review was late because our courier lost a parcel and nobody answered when she called about refund policy please summarize classify extract every entity with its label exactly once unless otherwise noted'.split(
    ' ',
  )

/** English, code or JSON of 300 to 6,000 characters, as prompts are. */
function randomPrompt(random: () => number): string {
  const length = 300 + pickInteger(random, 5700)
  const kind = pickInteger(random, 3)
  let text = ''
  while (text.length < length) {
    const [a, b, c] = [pick(random, WORDS), pick(random, WORDS), pick(random, WORDS)]
    const number = pickInteger(random, 100_000)
    if (kind === 0) text += `${a} ${b} ${c}${pick(random, ['.', ',', ' -', ';', '.\n\n'])} `
    else if (kind === 1) text += `const ${a}${number} = ${b}.map((${c}) => ${c}.${a}_${b} + ${number})\n`
    else text += `{"id": ${number}, "${a}": "${b} ${c}", "price": ${number / 100}, "ok": ${random() < 0.5}},\n`
  }
  return text
}
