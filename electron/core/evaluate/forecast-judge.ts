import { tokenCost } from '../../../shared/cost/cost-of.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { RunPreview } from '../../../shared/domain/run.ts'
import { judgeOutputTokens } from '../../../shared/score/judge/ask-judge.ts'
import { judgedAssertions } from './judges-of.ts'
import { withOutputCap } from './output-cap.ts'
import type { ResolvedSpec } from './resolve-spec.ts'

/** The judge's own instructions and schema, with room to spare. */
const FRAME_TOKENS = 600

/**
 * What judging costs at worst: every cell's output as long as it may be, nothing known already, every first answer of the judge asked
 * again.
 */
export function forecastJudge({
  spec,
  evalSet,
  caseCount,
  variants,
  models,
  judges,
}: ResolvedSpec): RunPreview['judge'] {
  const judged = judgedAssertions(evalSet.assertions)
  if (judged.length === 0) return null
  let calls = 0
  let cost = 0
  let isUnpriced = false
  for (const { assertion, modelId, calls: perOutput } of judged) {
    const judge = judges.find(({ id }) => id === (modelId ?? spec.judgeModelId))
    for (const variant of variants) {
      for (const model of models) {
        const asked = caseCount * spec.repeats * perOutput * 2
        const outputTokens = withOutputCap(variant.content.parameters, model).maxOutputTokens
        const input = FRAME_TOKENS + (assertion.value ?? '').length + outputTokens
        calls += asked
        const each = costOfCall(judge, input)
        if (each === null) isUnpriced = true
        else cost += asked * each
      }
    }
  }
  return { modelIds: judges.map(({ id }) => id), calls, costHighNanoUsd: isUnpriced ? null : Math.ceil(cost) }
}

function costOfCall(judge: CatalogModel | undefined, inputTokens: number): number | null {
  if (!judge?.price) return null
  const { input, output } = judge.price.prices
  return tokenCost(inputTokens, input) + tokenCost(judgeOutputTokens, output)
}
