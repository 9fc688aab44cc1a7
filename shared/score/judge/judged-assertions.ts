import { z } from 'zod'
import { ModelId } from '../../domain/ids.ts'
import type { Assertion } from '../../domain/score.ts'
import { nestedAssertions } from '../nested-assertions.ts'
import { scorers } from '../registry.ts'

export interface JudgedAssertion {
  readonly assertion: Assertion
  /** The model that the assertion names; null = the run's judge. */
  readonly modelId: ModelId | null
  /** Questions for one output. */
  readonly calls: number
  /** Texts beside the value that an embedding model is asked about. */
  readonly references: readonly string[]
  /** False of an embedding model's vectors, which need no calibration. */
  readonly isOpinion: boolean
}

const Named = z.object({
  judge: z.string().default(''),
  model: z.string().default(''),
  references: z.array(z.string()).default([]),
})

/** The assertions that ask a judge or an embedding model, also those within sets. */
export function judgedAssertions(assertions: readonly Assertion[]): readonly JudgedAssertion[] {
  return assertions.flatMap(nestedAssertions).flatMap((assertion) => {
    const scorer = scorers.has(assertion.scorer) ? scorers.get(assertion.scorer) : null
    if (!scorer?.needsJudge && !scorer?.needsEmbedder) return []
    const isOpinion = scorer.needsJudge === true
    const options = scorer.options.safeParse(assertion.options)
    const named = Named.safeParse(options.success ? options.data : assertion.options).data
    const modelId = ModelId.safeParse((isOpinion ? named?.judge : named?.model) ?? '')
    const references = isOpinion ? [] : (named?.references ?? [])
    const calls = (scorer.judgeCalls ?? 1) + references.length
    return [{ assertion, modelId: modelId.success ? modelId.data : null, calls, references, isOpinion }]
  })
}

/** Those that ask for a model's opinion. */
export function opinions(assertions: readonly Assertion[]): readonly JudgedAssertion[] {
  return judgedAssertions(assertions).filter(({ isOpinion }) => isOpinion)
}
