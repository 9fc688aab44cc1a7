import { tokenCost } from '../../../../shared/cost/cost-of.ts'
import { pricesFor } from '../../../../shared/cost/prices-for.ts'
import { serviceFactor } from '../../../../shared/cost/service-factor.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { RunPreview, RunSpec } from '../../../../shared/domain/run.ts'
import { quantile } from '../../../../shared/stats/quantile.ts'
import type { MeanTokens } from './token-sample.ts'

/** Fewer answers than this tell little about the length of the next ones. */
const MIN_HISTORY = 20

export interface ColumnForecast {
  readonly calls: number
  readonly input: MeanTokens
  /** Lengths of earlier answers to the prompt by this model. */
  readonly outputTokens: readonly number[]
  readonly maxOutputTokens: number
}

interface ForecastOptions {
  readonly columns: readonly ColumnForecast[]
  readonly isSampled: boolean
  readonly hasKey: boolean
  readonly mode: RunSpec['mode']
}

/**
 * What a model's calls will take. Output lengths: the middle 80 % of earlier answers to the same prompt; without 20 of
 * them, from one token to the output limit.
 */
export function forecastModel(
  model: CatalogModel,
  { columns, isSampled, hasKey, mode }: ForecastOptions,
): RunPreview['perModel'][number] {
  const sums = { calls: 0, inputTokens: 0, inputBand: 0, outputLow: 0, outputHigh: 0, costLow: 0, costHigh: 0 }
  const factor = model.price && serviceFactor(model.price, { service: mode === 'live' ? 'standard' : mode })
  let isInputExact = !isSampled
  for (const { calls, input, outputTokens, maxOutputTokens } of columns) {
    const mean = input.tokens ?? 0
    const hasHistory = outputTokens.length >= MIN_HISTORY
    const low = hasHistory ? (quantile(outputTokens, 0.1) ?? 1) : 1
    const high = hasHistory
      ? Math.min(quantile(outputTokens, 0.9) ?? maxOutputTokens, maxOutputTokens)
      : maxOutputTokens
    sums.calls += calls
    sums.inputTokens += calls * mean
    sums.outputLow += calls * low
    sums.outputHigh += calls * high
    sums.inputBand += calls * mean * (input.bandRatio ?? 0)
    isInputExact &&= input.isExact
    if (model.price === null || factor === null) continue
    const prices = pricesFor(model.price, mean)
    const inputCost = tokenCost(calls * mean, prices.input * factor)
    sums.costLow += inputCost + tokenCost(calls * low, prices.output * factor)
    sums.costHigh += inputCost + tokenCost(calls * high, prices.output * factor)
  }
  return {
    modelId: model.id,
    label: model.label,
    calls: sums.calls,
    inputTokens: Math.round(sums.inputTokens),
    isInputExact,
    inputBandRatio: sums.inputBand > 0 ? sums.inputBand / sums.inputTokens : null,
    outputTokensLow: Math.round(sums.outputLow),
    outputTokensHigh: Math.round(sums.outputHigh),
    costLowNanoUsd: factor === null ? null : sums.costLow,
    costHighNanoUsd: factor === null ? null : sums.costHigh,
    hasKey,
    priceReadOn: model.isSimulation ? null : (model.price?.readOn ?? null),
    discountRatio: model.price?.discountRatio ?? 0,
  }
}
