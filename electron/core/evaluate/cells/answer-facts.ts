import type { LogProbability } from '../../../../shared/domain/log-probability.ts'
import type { Parameters } from '../../../../shared/domain/prompt.ts'
import type { AnswerFacts } from '../../../../shared/score/scorer.ts'

/** What a reply, a stored or a new one, says of its answer. */
export type KnownAnswer = Pick<AnswerFacts, 'costNanoUsd' | 'latencyMs' | 'finishReason'> & {
  readonly toolCalls?: AnswerFacts['toolCalls'] | undefined
  readonly logProbability?: LogProbability | null | undefined
}

/** What scorers may ask beside the text. @param parameters of the variant that was answered; undefined where they are not known */
export function answerFacts(known: KnownAnswer, parameters: Pick<Parameters, 'tools'> | undefined): AnswerFacts {
  const { costNanoUsd, latencyMs, finishReason, toolCalls = [], logProbability = null } = known
  return { costNanoUsd, latencyMs, finishReason, toolCalls, logProbability, tools: parameters?.tools ?? [] }
}
