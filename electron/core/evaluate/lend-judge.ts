import { AppError, type WireError } from '../../../shared/contract/errors.ts'
import { type JobId, type ModelId, type ProjectId, splitModelId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { defaultParameters, type RenderedMessage } from '../../../shared/domain/prompt.ts'
import type { OtherModel } from '../../../shared/domain/run.ts'
import type { JudgePort, JudgeQuestion } from '../../../shared/score/judge/judge-port.ts'
import type { ReplyCache } from '../store/reply-cache.ts'
import { cacheKey } from './cache-key.ts'
import { type CallTarget, callModel, type RefusedCall } from './call-model.ts'
import { Circuits } from './circuits.ts'
import type { Engine } from './engine.ts'
import { withOutputCap } from './output-cap.ts'

export interface JudgeLoan {
  readonly engine: Engine
  readonly replies: ReplyCache
  /** Models that may be asked, by id. */
  readonly targets: ReadonlyMap<string, CallTarget>
  /** Asked where an assertion names none. */
  readonly defaultModelId: ModelId | null
  readonly payer: {
    readonly jobId: JobId
    readonly scope: string
    readonly projectId: ProjectId
    /** Null outside runs. */
    readonly runNo: number | null
    readonly mayUseCache: boolean
  }
  readonly signal: AbortSignal
  /** Called in the commit that settles a judge's call; null = unpriced, and answered by the model that was asked. */
  readonly book: (nanoUsd: NanoUsd | null, other: OtherModel | null) => void
  /** The same, once it is on disk. */
  readonly onPaid: (nanoUsd: NanoUsd | null) => void
  readonly onRefused: (refused: RefusedCall) => void
}

/**
 * A judge that is paid by a job. A question that was answered before is not asked again: the key is made of the whole question, so
 * of the output, the rubric and the judge. What will fail alike for every question, as a refused key, is met once.
 */
export function lendJudge(loan: JudgeLoan): JudgePort {
  // Many cells say the same at the same moment: one question serves them all.
  const asking = new Map<string, Promise<string>>()
  const circuits = new Circuits()
  return {
    async ask(question, isUsable) {
      const key = JSON.stringify(question)
      const known = asking.get(key)
      if (known) return await known
      const answer = ask({ ...loan, circuits }, question, isUsable)
      asking.set(key, answer)
      try {
        return await answer
      } finally {
        asking.delete(key)
      }
    },
  }
}

interface Lending extends JudgeLoan {
  readonly circuits: Circuits
}

async function ask(lending: Lending, question: JudgeQuestion, isUsable: (answer: string) => boolean): Promise<string> {
  const { engine, replies, payer, circuits, signal } = lending
  const target = targetOf(lending, question)
  const { providerId, baseUrl, model } = target
  const messages: RenderedMessage[] = [
    { role: 'system', content: question.system },
    { role: 'user', content: question.user },
  ]
  const wanted = { ...defaultParameters, maxOutputTokens: question.maxOutputTokens, responseSchema: question.schema }
  const parameters = withOutputCap(wanted, model)
  const { modelName } = splitModelId(model.id)
  const key = cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat: 0 })
  const known = replies.find(key, payer.runNo, payer.mayUseCache)
  if (known && isUsable(known.output)) return known.output
  const circuit = circuits.reasonFor(target)
  if (circuit) throw unasked(target, circuit)
  const { jobId, scope, projectId } = payer
  const reasonToSkip = () => circuits.reasonFor(target)
  const paid = { jobId, scope, projectId, cell: null, purpose: 'judge' as const }
  const outcome = await callModel(engine, { target, messages, parameters, repeat: 0, reasonToSkip, ...paid }, signal)
  if (outcome.kind === 'over-budget') {
    lending.onRefused(outcome)
    throw new AppError('budget-exceeded', 'The budget did not allow the judge.', { retryable: true })
  }
  if (outcome.kind === 'failed') {
    circuits.see(target, outcome)
    throw unasked(target, outcome.error)
  }
  const { attempt, usage, service, costNanoUsd, isEstimate, other, latencyMs, reply } = outcome
  const { finishReason, answeredBy, firstTokenMs, output, raw } = reply
  const content = { finishReason, usage, service, answeredBy, costNanoUsd, latencyMs, firstTokenMs, output, raw }
  await engine.desk.settle(attempt, { nanoUsd: costNanoUsd, isEstimated: isEstimate }, () => {
    replies.add({ ...content, cacheKey: key, runNo: payer.runNo }, engine.now())
    lending.book(costNanoUsd, other)
  })
  lending.onPaid(costNanoUsd)
  return output
}

/** Keeps the code, so that what was cancelled ends the scoring. */
function unasked({ model }: CallTarget, error: WireError): AppError {
  return new AppError(error.code, `The judge ${model.id} could not be asked: ${error.message}`, error)
}

function targetOf({ targets, defaultModelId }: JudgeLoan, { modelId }: JudgeQuestion): CallTarget {
  const wanted = modelId ?? defaultModelId
  const target = wanted === null ? undefined : targets.get(wanted)
  if (!target) throw new AppError('bad-input', `There is no judge "${wanted ?? ''}" here. Choose a judge model.`)
  return target
}
