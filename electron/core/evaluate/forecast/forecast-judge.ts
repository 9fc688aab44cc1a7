import { tokenCost } from '../../../../shared/cost/cost-of.ts'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { RunPreview } from '../../../../shared/domain/run.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { ofOneFamily } from '../../../../shared/models/model-family.ts'
import { judgeOutputTokens } from '../../../../shared/score/judge/ask-judge.ts'
import { type JudgedAssertion, judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import { withOutputCap } from '../calls/output-cap.ts'
import type { ResolvedSpec } from '../resolve-spec.ts'

/** The judge's own instructions and schema, with room to spare. */
export const judgeFrameTokens = 600

/** The most bytes that an assertion's value comes to in any case; a token has at least one. */
export type LongestOf = (assertion: Assertion) => number

/**
 * What judging costs at worst: every cell's output as long as it may be, nothing known already, every first answer of the judge asked
 * again.
 */
export function forecastJudge(
  { spec, evalSet, caseCount, variants, models, judges }: ResolvedSpec,
  longestOf: LongestOf,
): RunPreview['judge'] {
  const judged = judgedAssertions(evalSet.assertions)
  if (judged.length === 0) return null
  let calls = 0
  let cost = 0
  let isUnpriced = false
  for (const one of judged) {
    const { modelId, calls: perOutput, isOpinion } = one
    const judge = judges.find(({ id }) => id === (modelId ?? spec.judgeModelId))
    for (const variant of variants) {
      for (const model of models) {
        const asked = caseCount * spec.repeats * perOutput * (isOpinion ? 2 : 1)
        const outputTokens = withOutputCap(variant.content.parameters, model).maxOutputTokens
        calls += asked
        const each = costOfQuestion(judge, one, outputTokens, longestOf)
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
  readonly longestOf: LongestOf
}

/** What judging one output costs at worst, in nano-dollars; null = a judge is unpriced, 0 where none is asked. */
export function worstJudgeCost({
  assertions,
  judges,
  judgeModelId,
  outputTokens,
  longestOf,
}: JudgedOutput): number | null {
  let cost = 0
  for (const one of judgedAssertions(assertions)) {
    const { modelId, calls, isOpinion } = one
    const judge = judges.find(({ id }) => id === (modelId ?? judgeModelId))
    const each = costOfQuestion(judge, one, outputTokens, longestOf)
    if (each === null) return null
    cost += each * calls * (isOpinion ? 2 : 1)
  }
  return cost
}

function costOfQuestion(
  judge: CatalogModel | undefined,
  { assertion, references, isOpinion }: JudgedAssertion,
  outputTokens: number,
  longestOf: LongestOf,
): number | null {
  if (!judge?.price) return null
  const value = longestOf(assertion)
  // Of the texts of a comparison, the longest one.
  const compared = Math.max(value, outputTokens, ...references.map((text) => Buffer.byteLength(text)))
  if (!isOpinion) return tokenCost(compared, judge.price.prices.input)
  const { criteria } = assertion.options
  const criteriaTokens = typeof criteria === 'string' ? Buffer.byteLength(criteria) : 0
  const inputTokens = judgeFrameTokens + value + criteriaTokens + outputTokens
  const { input, output } = judge.price.prices
  return tokenCost(inputTokens, input) + tokenCost(judgeOutputTokens, output)
}
