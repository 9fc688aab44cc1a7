import { tokenCost } from '../../../shared/cost/cost-of.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { RunPreview } from '../../../shared/domain/run.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { ofOneFamily } from '../../../shared/models/model-family.ts'
import { judgeOutputTokens } from '../../../shared/score/judge/ask-judge.ts'
import { judgedAssertions } from '../../../shared/score/judge/judged-assertions.ts'
import { withOutputCap } from './output-cap.ts'
import type { ResolvedSpec } from './resolve-spec.ts'

/** The judge's own instructions and schema, with room to spare. */
export const judgeFrameTokens = 600

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
  for (const { assertion, modelId, calls: perOutput, isOpinion } of judged) {
    const judge = judges.find(({ id }) => id === (modelId ?? spec.judgeModelId))
    for (const variant of variants) {
      for (const model of models) {
        const asked = caseCount * spec.repeats * perOutput * (isOpinion ? 2 : 1)
        const outputTokens = withOutputCap(variant.content.parameters, model).maxOutputTokens
        calls += asked
        const each = costOfQuestion(judge, assertion, outputTokens, isOpinion)
        if (each === null) isUnpriced = true
        else cost += asked * each
      }
    }
  }
  const contestants = models.map(({ id }) => id)
  const asked = new Set(judged.flatMap(({ isOpinion, modelId }) => (isOpinion ? [modelId ?? spec.judgeModelId] : [])))
  const kin = new Set(judges.flatMap(({ id }) => (asked.has(id) ? ofOneFamily(id, contestants) : [])))
  return {
    modelIds: judges.map(({ id }) => id),
    calls,
    costHighNanoUsd: isUnpriced ? null : Math.ceil(cost),
    kinModelIds: [...kin],
  }
}

export interface JudgedOutput {
  readonly assertions: readonly Assertion[]
  readonly judges: readonly CatalogModel[]
  readonly judgeModelId: ModelId | null
  readonly outputTokens: number
}

/** What judging one output costs at worst, in nano-dollars; null = a judge is unpriced, 0 where none is asked. */
export function worstJudgeCost({ assertions, judges, judgeModelId, outputTokens }: JudgedOutput): number | null {
  let cost = 0
  for (const { assertion, modelId, calls, isOpinion } of judgedAssertions(assertions)) {
    const judge = judges.find(({ id }) => id === (modelId ?? judgeModelId))
    const each = costOfQuestion(judge, assertion, outputTokens, isOpinion)
    if (each === null) return null
    cost += each * calls * (isOpinion ? 2 : 1)
  }
  return cost
}

function costOfQuestion(
  judge: CatalogModel | undefined,
  { value }: Assertion,
  outputTokens: number,
  isOpinion: boolean,
): number | null {
  if (!judge?.price) return null
  // Of the two texts of a comparison, the longer one.
  if (!isOpinion) return tokenCost(Math.max((value ?? '').length, outputTokens), judge.price.prices.input)
  const inputTokens = judgeFrameTokens + (value ?? '').length + outputTokens
  const { input, output } = judge.price.prices
  return tokenCost(inputTokens, input) + tokenCost(judgeOutputTokens, output)
}
