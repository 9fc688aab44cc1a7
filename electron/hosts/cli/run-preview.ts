import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { nanoToUsd } from '../../../shared/domain/money.ts'
import type { RunPreview } from '../../../shared/domain/run.ts'
import { aboutTime, describeTimeBasis } from '../../../shared/evaluate/describe-time.ts'

/** What a run would do and cost, as `--preview --json` prints it; money is USD, unknown is null. */
export function previewToJson(name: string, preview: RunPreview): unknown {
  const { cells, duplicates, expectedCacheHits, calls, time, problems, notes } = preview
  return {
    name,
    cells,
    duplicates,
    expectedCacheHits,
    calls,
    costLowUsd: nanoToUsd(preview.costLowNanoUsd),
    costHighUsd: nanoToUsd(preview.costHighNanoUsd),
    unpricedModels: preview.unpricedModelIds,
    timeLowSeconds: seconds(time.lowMs),
    timeHighSeconds: seconds(time.highMs),
    timeBasis: time.basis,
    timeBoundBy: time.boundBy,
    models: preview.perModel.map((model) => ({
      model: model.modelId,
      calls: model.calls,
      inputTokens: model.inputTokens,
      isInputExact: model.isInputExact,
      outputTokensLow: model.outputTokensLow,
      outputTokensHigh: model.outputTokensHigh,
      costLowUsd: model.costLowNanoUsd === null ? null : nanoToUsd(model.costLowNanoUsd),
      costHighUsd: model.costHighNanoUsd === null ? null : nanoToUsd(model.costHighNanoUsd),
      discountRatio: model.discountRatio,
    })),
    problems,
    notes,
  }
}

/** The same for people. */
export function previewToText(name: string, preview: RunPreview): string {
  const { cells, duplicates, expectedCacheHits, calls, time, unpricedModelIds, problems, notes } = preview
  const known = [
    ...(duplicates > 0 ? [`${duplicates} asked twice`] : []),
    ...(expectedCacheHits > 0 ? [`${expectedCacheHits} from the cache`] : []),
  ]
  const lines = [
    `${name}: ${cells} cells, ${calls} calls to send${known.length > 0 ? ` (${known.join(', ')})` : ''}`,
    `cost  ≈ ${range(formatUsd(preview.costLowNanoUsd), formatUsd(preview.costHighNanoUsd))}`,
    `time  ≈ ${range(aboutTime(time.lowMs), aboutTime(time.highMs))}`,
    ...(calls > 0 ? [`      ${describeTimeBasis(time)}`] : []),
    ...preview.perModel.map((model) => {
      const input = `${model.isInputExact ? '' : '≈ '}${model.inputTokens} tokens in`
      const output = `≈ ${range(String(model.outputTokensLow), String(model.outputTokensHigh))} out`
      const cost = model.costLowNanoUsd === null ? 'unpriced' : `≈ ${modelCost(model)}`
      return `  ${model.modelId}: ${model.calls} calls, ${input}, ${output}, ${cost}`
    }),
  ]
  if (unpricedModelIds.length > 0) lines.push(`Not in the cost, since unpriced: ${unpricedModelIds.join(', ')}`)
  return [
    ...lines,
    ...notes.map((note) => `Note: ${note}`),
    ...problems.map((problem) => `Mend first: ${problem}`),
  ].join('\n')
}

function modelCost({ costLowNanoUsd, costHighNanoUsd }: RunPreview['perModel'][number]): string {
  return range(formatUsd(costLowNanoUsd), formatUsd(costHighNanoUsd))
}

function range(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`
}

function seconds(ms: number): number {
  return Number((ms / 1000).toPrecision(4))
}
