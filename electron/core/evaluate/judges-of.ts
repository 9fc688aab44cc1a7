import { ModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { JudgeOptions } from '../../../shared/score/judge/ask-judge.ts'
import { scorers } from '../../../shared/score/registry.ts'
import type { ModelDirectory } from '../model-directory.ts'

export interface JudgedAssertion {
  readonly assertion: Assertion
  /** The model that the assertion names; null = the run's. */
  readonly modelId: ModelId | null
  /** Questions for one output. */
  readonly calls: number
}

/** The assertions that ask a judge model. */
export function judgedAssertions(assertions: readonly Assertion[]): readonly JudgedAssertion[] {
  return assertions.flatMap((assertion) => {
    const scorer = scorers.has(assertion.scorer) ? scorers.get(assertion.scorer) : null
    if (!scorer?.needsJudge) return []
    const named = JudgeOptions.pick({ judge: true }).loose().safeParse(assertion.options)
    const modelId = ModelId.safeParse(named.success ? named.data.judge : '')
    return [{ assertion, modelId: modelId.success ? modelId.data : null, calls: scorer.judgeCalls ?? 1 }]
  })
}

/** @throws AppError `not-found` for a model that the catalog does not know */
export function judgeModels(
  models: Pick<ModelDirectory, 'get'>,
  assertions: readonly Assertion[],
  runsJudge: ModelId | null,
): readonly CatalogModel[] {
  const ids = judgedAssertions(assertions).map(({ modelId }) => modelId ?? runsJudge)
  return [...new Set(ids)].flatMap((id) => (id === null ? [] : [models.get(id)]))
}
