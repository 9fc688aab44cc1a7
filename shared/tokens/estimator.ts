// biome-ignore-all lint/style/noNonNullAssertion: square matrices and vectors of one fixed size.
import { CONTENT_CLASSES, type ContentClass } from '../domain/content-class.ts'
import type { TextFeatures } from './content-class.ts'

/** Tokens of the estimated tokenizer per o200k token, by class; `other` for classes not named, `digits` adds per digit. */
export type RatioPrior = Readonly<Partial<Record<ContentClass, number>>> & { readonly other: number }

export interface EstimatorPrior {
  readonly ratios: RatioPrior
  /** Framing tokens of a request with one message, which no text explains. */
  readonly overheadTokens: number
  /** Standard deviation of what all ratios may be off by together. */
  readonly sharedSpread: number
  /** Standard deviation of what one class's ratio may be off by beside that. */
  readonly classSpread: number
  /** The same for scripts that tokenizers split very differently, and for a class that `ratios` does not name. */
  readonly unnamedSpread: number
}

/** All that an estimator has learned: plain data, to be stored per provider and tokenizer family. */
export interface EstimatorState {
  /** One ratio per content class, then the constant. */
  readonly weights: readonly number[]
  readonly covariance: readonly (readonly number[])[]
  /** Variances at the start; forgetting never lets one grow beyond it. */
  readonly priorVariances: readonly number[]
  /** Past errors in standard deviations, newest last, at most 200. */
  readonly standardErrors: readonly number[]
  /** Calls observed. */
  readonly calls: number
}

export interface TokenEstimate {
  readonly tokens: number
  /** Half width of the 90 % band as a fraction of `tokens`. */
  readonly bandRatio: number
  /** Calls that the estimate has learned from. */
  readonly calls: number
}

const DIMENSIONS = CONTENT_CLASSES.length + 1
const CONSTANT = CONTENT_CLASSES.length
const DIGITS = CONTENT_CLASSES.indexOf('digits')
const OVERHEAD_SPREAD_TOKENS = 6
const DIGIT_SPREAD = 0.3
const NOISE_RATIO = 0.02
const MEMORY = 0.9995
const KEPT_ERRORS = 200
const CALLS_FOR_MEASURED_BAND = 20
/** Until the errors themselves tell, no band is narrower: a few calls of one kind say little about the next kind. */
const SMALLEST_FIRST_BAND = 0.1
/** Calls that the assumed spread counts for beside the observed errors: tokenizers exist that are far from every prior. */
const PRIOR_DEGREES = 4
/** No tokenizer of a current model takes fewer than this per o200k token; keeps odd fits from going to nothing. */
const SMALLEST_RATIO = 0.3

/**
 * Token counts for tokenizers that are not public, learned from the `usage` of real calls.
 *
 * Bayesian linear regression over o200k tokens by content class, from published ratios on: the covariance has a part
 * shared by all classes, so that the first calls already move every ratio. The band is Student's predictive interval for
 * this very text, from the first call on widened as the errors of the first 20 calls say; then the 90 % split-conformal quantile
 * of the past errors. Over hidden tokenizers it holds 85 to 95 % on average, whatever the number of calls (the test says which).
 * Keep calls with tools, images or reasoning out of `observe`: their usage says nothing about the text.
 */
export class Estimator {
  #weights: Float64Array
  #covariance: Float64Array[]
  readonly #priorVariances: Float64Array
  #standardErrors: number[]
  #calls: number

  constructor(state: EstimatorState) {
    this.#weights = Float64Array.from(state.weights)
    this.#covariance = state.covariance.map((row) => Float64Array.from(row))
    this.#priorVariances = Float64Array.from(state.priorVariances)
    this.#standardErrors = [...state.standardErrors]
    this.#calls = state.calls
  }

  /** @param framingTokens framing beyond that of a request with one message, known from the overhead rule */
  estimate(features: TextFeatures, framingTokens = 0): TokenEstimate {
    const { tokens, spread } = this.#predict(features)
    return {
      tokens: Math.round(tokens) + framingTokens,
      bandRatio: this.#bandRatio(spread),
      calls: this.#calls,
    }
  }

  /** Tokens of one part of a request, without the constant. */
  estimateText(features: TextFeatures): number {
    let tokens = 0
    for (let index = 0; index < CONSTANT; index++) tokens += this.#weights[index]! * features[index]!
    return Math.max(0, Math.round(tokens))
  }

  /** Learns from one call: the features of all its text and the input tokens the provider billed. */
  observe(features: TextFeatures, actualTokens: number, framingTokens = 0): void {
    const actual = actualTokens - framingTokens
    if (!(actual > 0)) return
    const inputs = inputsOf(features)
    const before = this.#predict(features)
    this.#standardErrors.push(Math.abs(actual - before.tokens) / actual / before.spread)
    if (this.#standardErrors.length > KEPT_ERRORS) this.#standardErrors.shift()

    const projected = new Float64Array(DIMENSIONS)
    let innovation = (NOISE_RATIO * actual) ** 2 + 1
    let predicted = 0
    for (let row = 0; row < DIMENSIONS; row++) {
      for (let column = 0; column < DIMENSIONS; column++) {
        projected[row]! += this.#covariance[row]![column]! * inputs[column]!
      }
      innovation += inputs[row]! * projected[row]!
      predicted += this.#weights[row]! * inputs[row]!
    }
    const gain = (actual - predicted) / innovation
    for (let row = 0; row < DIMENSIONS; row++) {
      this.#weights[row]! += projected[row]! * gain
      for (let column = 0; column < DIMENSIONS; column++) {
        const reduced = this.#covariance[row]![column]! - (projected[row]! * projected[column]!) / innovation
        this.#covariance[row]![column] = reduced / MEMORY
      }
    }
    this.#limitForgetting()
    this.#calls++
  }

  toState(): EstimatorState {
    return {
      weights: [...this.#weights],
      covariance: this.#covariance.map((row) => [...row]),
      priorVariances: [...this.#priorVariances],
      standardErrors: [...this.#standardErrors],
      calls: this.#calls,
    }
  }

  #predict(features: TextFeatures): { readonly tokens: number; readonly spread: number } {
    const inputs = inputsOf(features)
    let tokens = 0
    let variance = 0
    for (let row = 0; row < DIMENSIONS; row++) {
      tokens += this.#weights[row]! * inputs[row]!
      if (inputs[row] === 0) continue
      for (let column = 0; column < DIMENSIONS; column++) {
        variance += inputs[row]! * this.#covariance[row]![column]! * inputs[column]!
      }
    }
    const units = features.reduce((sum, value, index) => (index === DIGITS ? sum : sum + value), 0)
    tokens = Math.max(1, tokens, SMALLEST_RATIO * units)
    // A count is whole: half a token either way is its own.
    return { tokens, spread: Math.hypot(Math.sqrt(Math.max(0, variance) + 1) / tokens, NOISE_RATIO) }
  }

  #bandRatio(spread: number): number {
    const count = this.#standardErrors.length
    if (count >= CALLS_FOR_MEASURED_BAND) {
      const sorted = this.#standardErrors.toSorted((a, b) => a - b)
      return spread * sorted[Math.min(count - 1, Math.ceil(0.9 * (count + 1)) - 1)]!
    }
    return Math.max(SMALLEST_FIRST_BAND, this.#fewCallsBand(spread))
  }

  /** Student's interval: the first errors tell whether the classes explain this tokenizer as well as assumed. */
  #fewCallsBand(spread: number): number {
    const degrees = PRIOR_DEGREES + this.#standardErrors.length
    const squares = this.#standardErrors.reduce((sum, error) => sum + error ** 2, PRIOR_DEGREES)
    return studentQuantile(degrees) * spread * Math.sqrt(squares / degrees)
  }

  /** Forgetting would inflate the variance of classes that never occur without end; scale them back to the prior. */
  #limitForgetting(): void {
    for (let index = 0; index < DIMENSIONS; index++) {
      const excess = this.#covariance[index]![index]! / this.#priorVariances[index]!
      if (excess <= 1) continue
      const scale = 1 / Math.sqrt(excess)
      for (let other = 0; other < DIMENSIONS; other++) {
        this.#covariance[index]![other]! *= scale
        this.#covariance[other]![index]! *= scale
      }
    }
  }
}

/** The band before the first call, of a text whose tokens the prior gives with this relative spread. */
export function bandBeforeCalls(spread: number): number {
  return Math.max(SMALLEST_FIRST_BAND, studentQuantile(PRIOR_DEGREES) * spread)
}

/** Half width of a 90 % interval; Cornish-Fisher expansion of the t quantile around 1.645, within 2 % from 3 degrees on. */
function studentQuantile(degrees: number): number {
  return 1.645 + 1.524 / degrees + 1.42 / degrees ** 2
}

/** The state before the first call. */
export function startEstimator(prior: EstimatorPrior): EstimatorState {
  const weights = CONTENT_CLASSES.map((name) => prior.ratios[name] ?? (name === 'digits' ? 0 : prior.ratios.other))
  const covariance = Array.from({ length: DIMENSIONS }, (_, row) =>
    Array.from({ length: DIMENSIONS }, (_, column) => {
      if (row === CONSTANT || column === CONSTANT) return row === column ? OVERHEAD_SPREAD_TOKENS ** 2 : 0
      if (row === DIGITS || column === DIGITS) return row === column ? DIGIT_SPREAD ** 2 : 0
      if (row !== column) return prior.sharedSpread ** 2
      const name = CONTENT_CLASSES[row] ?? 'otherScript'
      return prior.sharedSpread ** 2 + ownSpread(prior, name) ** 2
    }),
  )
  return {
    weights: [...weights, prior.overheadTokens],
    covariance,
    priorVariances: covariance.map((row, index) => row[index]!),
    standardErrors: [],
    calls: 0,
  }
}

/** One tokenizer has a vocabulary for them, the next spells them out in bytes. */
const FAR_SCRIPTS: ReadonlySet<ContentClass> = new Set([
  'hangul',
  'cyrillicGreek',
  'semitic',
  'indic',
  'southEastAsian',
  'otherScript',
])

/** Standard deviation of what one class's ratio may be off by, beside what all share. */
export function ownSpread(prior: EstimatorPrior, name: ContentClass): number {
  return prior.ratios[name] === undefined || FAR_SCRIPTS.has(name) ? prior.unnamedSpread : prior.classSpread
}

function inputsOf(features: TextFeatures): Float64Array {
  const inputs = new Float64Array(DIMENSIONS)
  inputs.set(features)
  inputs[CONSTANT] = 1
  return inputs
}
