import { get_encoding } from 'tiktoken'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { CONTENT_CLASSES } from '../../../shared/domain/content-class.ts'
import { calibrate, type UsageSample } from '../../../shared/tokens/calibrate.ts'
import type { TextFeatures } from '../../../shared/tokens/content-class.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { Estimator, type EstimatorPrior, ownSpread, startEstimator } from '../../../shared/tokens/estimator.ts'
import { type TokenizerFamilyId, tokenizerFamily } from '../../../shared/tokens/tokenizer-family.ts'
import { mixedPrompts } from './mixed-prompts.ts'
import { pickInteger, seededRandom } from './random-texts.ts'
import { isHeld, MEASURED, tokenizerCounts } from './tokenizer-counts.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const ORDERS = 6
const FRAME_TOKENS = 7

let prompts: readonly string[]
let features: readonly TextFeatures[]
beforeAll(async () => {
  const encoder = await loadEncoder('o200k_base')
  prompts = mixedPrompts(seededRandom(5), 700)
  features = prompts.map((prompt) => encoder.features(prompt))
})

describe('cross-validation on prompts of English, code, JSON, CJK and other scripts', () => {
  // Real tokenizers in the role of the hidden one; r50k is far from every prior, CJK takes more than twice the tokens.
  it.each([
    { hidden: 'cl100k_base', family: 'unknown', medianRatio: 0.025 },
    { hidden: 'cl100k_base', family: 'claude-3', medianRatio: 0.025 },
    { hidden: 'p50k_base', family: 'unknown', medianRatio: 0.06 },
    { hidden: 'r50k_base', family: 'claude-3', medianRatio: 0.06 },
  ] as const)('fit on half, the band holds 85 to 95 % of the other half: $hidden from $family', (given) => {
    const oracle = get_encoding(given.hidden)
    const actual = prompts.map((prompt) => oracle.encode_ordinary(prompt).length + FRAME_TOKENS)
    oracle.free()
    const { held, medianError } = validate(priorOf(given.family), actual, prompts.length / 2)
    expect(held).toBeGreaterThanOrEqual(0.85)
    expect(held).toBeLessThanOrEqual(0.95)
    expect(medianError).toBeLessThan(given.medianRatio)
  })

  it('holds as well after no more than 25 calls', () => {
    const oracle = get_encoding('cl100k_base')
    const actual = prompts.map((prompt) => oracle.encode_ordinary(prompt).length + FRAME_TOKENS)
    oracle.free()
    const { held } = validate(priorOf('unknown'), actual, 25)
    expect(held).toBeGreaterThanOrEqual(0.85)
    expect(held).toBeLessThanOrEqual(0.95)
  })
})

describe('simulated tokenizers, drawn from the family prior with 1.5 % noise', () => {
  it.each(['claude-3', 'claude-5', 'gemini', 'llama-3', 'unknown'] as const)(
    '%s: the band holds 85 to 95 % of the time',
    (family) => {
      const prior = priorOf(family)
      let held = 0
      for (let order = 0; order < ORDERS; order++) {
        const actual = simulatedCounts(prior, seededRandom(900 + order))
        held += validate(prior, actual, 150, [order]).held / ORDERS
      }
      expect(held).toBeGreaterThanOrEqual(0.85)
      expect(held).toBeLessThanOrEqual(0.95)
    },
  )
})

describe('real tokenizers, on texts that no prior was fitted to', () => {
  const CALLS = [0, 1, 3, 10, 30, 100]
  /** Each tokenizer from its own family, then from a name that says nothing; the families of OpenAI have no prior of their own. */
  const FAMILIES: readonly (readonly [tokenizer: string, family: TokenizerFamilyId])[] = [
    ...MEASURED.map((name) => [name, name] as const),
    ...[...MEASURED, 'cl100k_base'].map((name) => [name, 'unknown'] as const),
  ]
  let held: readonly { readonly name: string; readonly held: readonly number[] }[]
  beforeAll(() => {
    held = FAMILIES.map(([tokenizer, family]) => ({
      name: `${tokenizer} from ${family}`,
      held: CALLS.map((calls) => heldShare(tokenizer, family, calls)),
    }))
  })

  it('before the first call the band of each measured family holds 85 % and more, and 85 to 95 % on average', () => {
    const first = held.slice(0, MEASURED.length).map((one) => one.held[0] ?? 0)
    expect(Math.min(...first)).toBeGreaterThanOrEqual(0.85)
    const mean = first.reduce((sum, share) => sum + share, 0) / first.length
    expect(mean).toBeGreaterThanOrEqual(0.85)
    expect(mean).toBeLessThanOrEqual(0.95)
  })

  it('holds 85 to 95 % on average after 1, 3, 10, 30 and 100 calls, and hardly less of any one', () => {
    for (const at of [1, 2, 3, 4, 5]) {
      const mean = held.reduce((sum, one) => sum + (one.held[at] ?? 0), 0) / held.length
      expect(mean).toBeGreaterThanOrEqual(0.85)
      expect(mean).toBeLessThanOrEqual(0.95)
    }
    expect(held.slice(0, MEASURED.length).filter((one) => Math.min(...one.held) < 0.83)).toEqual([])
    expect(held.filter((one) => Math.min(...one.held) < 0.7)).toEqual([])
  })

  it('is honest about those twice as long as any prior says: it misses more of them before the first calls than after', () => {
    for (const far of ['p50k_base', 'r50k_base']) {
      expect(heldShare(far, 'unknown', 0)).toBeLessThan(0.8)
      expect(heldShare(far, 'unknown', 30)).toBeGreaterThan(0.8)
    }
  })
})

describe('calibrate', () => {
  it('without calls is the prior of the family', () => {
    const prior = priorOf('gemini')
    expect(calibrate(prior, [])).toEqual(startEstimator(prior))
  })

  it('keeps the prior of classes that no call had, but for what all classes have in common', () => {
    const prior = priorOf('unknown')
    const latin = CONTENT_CLASSES.indexOf('latin')
    const han = CONTENT_CLASSES.indexOf('han')
    const english = features.map((one) => one.map((value, index) => (index === latin ? value : 0)))
    const state = calibrate(
      prior,
      english.slice(0, 40).map((one) => sample(one, 1.5 * (one[latin] ?? 0) + 8)),
    )
    expect(state.weights[latin]).toBeCloseTo(1.5, 1)
    expect(state.weights[han]).toBeGreaterThan(prior.ratios.other)
    expect(state.weights[han]).toBeLessThan(1.4)
    const chinese = one('han', 500)
    expect(new Estimator(state).estimate(chinese).bandRatio).toBeGreaterThan(
      2 * new Estimator(state).estimate(one('latin', 500)).bandRatio,
    )
  })

  it('gives the same in two parts as in one', () => {
    const prior = priorOf('claude-5')
    const samples = features.slice(0, 60).map((own, index) => sample(own, 1.4 * (own[0] ?? 0) + 900 + index))
    const [first, rest] = [samples.slice(0, 23), samples.slice(23)]
    expect(calibrate(prior, rest, calibrate(prior, first))).toEqual(calibrate(prior, samples))
  })
})

function priorOf(family: TokenizerFamilyId): EstimatorPrior {
  const { prior } = tokenizerFamily(family)
  if (!prior) throw new Error(`${family} is exact.`)
  return prior
}

function sample(own: TextFeatures, promptTokens: number): UsageSample {
  return { features: own, promptTokens: Math.round(promptTokens), framingTokens: 0 }
}

function one(name: (typeof CONTENT_CLASSES)[number], tokens: number): TextFeatures {
  return Float64Array.from(CONTENT_CLASSES, (other) => (other === name ? tokens : 0))
}

/** Fits on the first `calls` prompts of a shuffled list, and looks at the others. */
function validate(
  prior: EstimatorPrior,
  actual: readonly number[],
  calls: number,
  orders: readonly number[] = Array.from({ length: ORDERS }, (_, order) => order),
): { readonly held: number; readonly medianError: number } {
  const errors: number[] = []
  let held = 0
  for (const order of orders) {
    const places = shuffled(seededRandom(100 + order))
    const seen = places.slice(0, calls).map((place) => sample(features[place] ?? one('latin', 0), actual[place] ?? 0))
    const estimator = new Estimator(calibrate(prior, seen))
    for (const place of places.slice(prompts.length / 2)) {
      const truth = actual[place] ?? 0
      const estimate = estimator.estimate(features[place] ?? one('latin', 0))
      errors.push(Math.abs(estimate.tokens - truth) / truth)
      if (isHeld(estimate, truth)) held++
    }
  }
  errors.sort((a, b) => a - b)
  return { held: held / errors.length, medianError: errors[errors.length >> 1] ?? Number.NaN }
}

function shuffled(random: () => number, length = prompts.length): number[] {
  const places = Array.from({ length }, (_, index) => index)
  for (let last = places.length - 1; last > 0; last--) {
    const other = pickInteger(random, last + 1)
    ;[places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0]
  }
  return places
}

function simulatedCounts(prior: EstimatorPrior, random: () => number): number[] {
  const shared = gauss(random) * prior.sharedSpread
  const ratios = CONTENT_CLASSES.map((name) =>
    name === 'digits'
      ? 0.1 * gauss(random)
      : (prior.ratios[name] ?? prior.ratios.other) + shared + gauss(random) * ownSpread(prior, name),
  )
  return countsBy(ratios, prior.overheadTokens, random)
}

/** How often the band held after so many calls, over three orders of the prompts. */
function heldShare(tokenizer: string, family: TokenizerFamilyId, calls: number): number {
  const { prompts: all, overheadTokens } = { ...tokenizerCounts(), ...priorOf(family) }
  let held = 0
  let looked = 0
  for (let order = 0; order < 3; order++) {
    const places = shuffled(seededRandom(300 + order), all.length)
    const samples = places.slice(0, calls).flatMap((place) => {
      const prompt = all[place]
      return prompt ? [sample(prompt.features, (prompt.counts[tokenizer] ?? 0) + overheadTokens)] : []
    })
    const estimator = new Estimator(calibrate(priorOf(family), samples))
    for (const place of places.slice(100)) {
      const prompt = all[place]
      if (!prompt) continue
      if (isHeld(estimator.estimate(prompt.features), (prompt.counts[tokenizer] ?? 0) + overheadTokens)) held++
      looked++
    }
  }
  return held / looked
}

/** With 1.5 % noise, and two tokens of it in any text. */
function countsBy(ratios: readonly number[], overheadTokens: number, random: () => number): number[] {
  return features.map((own) => {
    const text = ratios.reduce((sum, ratio, index) => sum + ratio * (own[index] ?? 0), overheadTokens)
    return Math.max(1, Math.round((text + 2 * gauss(random)) * (1 + 0.015 * gauss(random))))
  })
}

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
