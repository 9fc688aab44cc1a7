import { ModelId } from '../../domain/ids.ts'
import type { Assertion } from '../../domain/score.ts'
import { nestedAssertions } from '../nested-assertions.ts'
import { scorers } from '../registry.ts'
import { JudgeOptions } from './ask-judge.ts'

export interface JudgedAssertion {
  readonly assertion: Assertion
  /** The model that the assertion names; null = the run's. */
  readonly modelId: ModelId | null
  /** Questions for one output. */
  readonly calls: number
}

/** The assertions that ask a judge model, also those within sets. */
export function judgedAssertions(assertions: readonly Assertion[]): readonly JudgedAssertion[] {
  return assertions.flatMap(nestedAssertions).flatMap((assertion) => {
    const scorer = scorers.has(assertion.scorer) ? scorers.get(assertion.scorer) : null
    if (!scorer?.needsJudge) return []
    const named = JudgeOptions.pick({ judge: true }).loose().safeParse(assertion.options)
    const modelId = ModelId.safeParse(named.success ? named.data.judge : '')
    return [{ assertion, modelId: modelId.success ? modelId.data : null, calls: scorer.judgeCalls ?? 1 }]
  })
}
