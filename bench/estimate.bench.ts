import { Estimator, type EstimatorPrior, startEstimator } from '../shared/tokens/estimator.ts'
import { type TokenizerFamilyId, tokenizerFamily } from '../shared/tokens/tokenizer-family.ts'
import { type CountedPrompt, isHeld, MEASURED, tokenizerCounts } from '../test/shared/tokens/tokenizer-counts.ts'

// How often the band before the first call holds, per tokenizer and kind of content, on texts that no prior was fitted to.
// Prints one row per tokenizer: met when it holds 85 to 95 % of the time; the kinds of content stand beside.

const { prompts } = tokenizerCounts()
const own = MEASURED.map((name) => row(name, name))
const unknown = [...MEASURED, 'cl100k_base', 'p50k_base', 'r50k_base'].map((name) => row(name, 'unknown'))
console.log(JSON.stringify({ name: 'estimate.targets', prompts: prompts.length, rows: own, unknown }, null, 2))

function row(tokenizer: string, family: TokenizerFamilyId) {
  const { prior } = tokenizerFamily(family)
  if (!prior) throw new Error(`${family} is exact.`)
  const all = look(prompts, tokenizer, prior)
  const byContent = Map.groupBy(prompts, ({ content }) => content)
  const contents = [...byContent].map(([content, some]) => [content, look(some, tokenizer, prior).heldPercent])
  return {
    name: `${tokenizer} from the prior of ${family}: band before the first call holds, %`,
    target: '85 to 95',
    measured: all.heldPercent,
    met: all.heldPercent >= 85 && all.heldPercent <= 95,
    ...all,
    heldPercentByContent: Object.fromEntries(contents),
  }
}

function look(some: readonly CountedPrompt[], tokenizer: string, prior: EstimatorPrior) {
  const estimator = new Estimator(startEstimator(prior))
  const looks = some.map(({ features, counts }) => {
    const truth = (counts[tokenizer] ?? Number.NaN) + prior.overheadTokens
    const estimate = estimator.estimate(features)
    const errorPercent = (100 * Math.abs(estimate.tokens - truth)) / truth
    return { isIn: isHeld(estimate, truth), bandPercent: 100 * estimate.bandRatio, errorPercent }
  })
  return {
    heldPercent: Math.round((100 * looks.filter(({ isIn }) => isIn).length) / looks.length),
    medianBandPercent: median(looks.map(({ bandPercent }) => bandPercent)),
    medianErrorPercent: median(looks.map(({ errorPercent }) => errorPercent)),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(10 * (sorted[sorted.length >> 1] ?? Number.NaN)) / 10
}
