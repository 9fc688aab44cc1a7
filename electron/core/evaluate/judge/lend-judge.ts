import { AppError } from '../../../../shared/contract/errors.ts'
import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import { type JobId, type ModelId, type ProjectId, splitModelId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import { defaultParameters, type RenderedMessage } from '../../../../shared/domain/prompt.ts'
import type { OtherModel } from '../../../../shared/domain/run.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { EmbeddingQuestion, JudgePort, JudgeQuestion } from '../../../../shared/score/judge/judge-port.ts'
import type { ReplyCache } from '../../store/reply-cache.ts'
import { cacheKey } from '../calls/cache-key.ts'
import { type CallTarget, callModel, type RefusedCall } from '../calls/call-model.ts'
import { Circuits } from '../calls/circuits.ts'
import { withOutputCap } from '../calls/output-cap.ts'
import type { Engine } from '../engine.ts'
import { asEmbedder, textVector } from './as-embedder.ts'

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
    /** Of all that it is asked; see LentJudge. */
    readonly tags: readonly CallTag[]
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

/** The same judge about an output whose calls have these tags as well; a question that others have asked is shared with them. */
export interface LentJudge extends JudgePort {
  readonly taggedWith: (tags: readonly CallTag[]) => JudgePort
}

/**
 * A judge that is paid by a job. A question that was answered before is not asked again: the key is made of the whole question, so
 * of the output, the rubric and the judge. What will fail alike for every question, as a refused key, is met once.
 */
export function lendJudge(loan: JudgeLoan): LentJudge {
  // Many cells say the same at the same moment: one question serves them all.
  const asking = new Map<string, Promise<string>>()
  const circuits = new Circuits()
  async function once(name: string, answer: () => Promise<string>): Promise<string> {
    for (let known = asking.get(name); known; known = asking.get(name)) {
      try {
        return await known
      } catch (error) {
        // A limit of another output's tags may not be one of these.
        if (!(error instanceof AppError && error.code === 'budget-exceeded')) throw error
      }
    }
    const answering = answer()
    asking.set(name, answering)
    try {
      return await answering
    } finally {
      asking.delete(name)
    }
  }
  function portFor(tags: readonly CallTag[]): JudgePort {
    const lending = { ...loan, circuits, tags }
    return {
      ask: (question, isUsable) =>
        once(JSON.stringify(question), () => pay(lending, judgeCall(loan, question), isUsable)),
      async embed(question) {
        const call = embeddingCall(loan, question)
        const isUsable = (text: string) => textVector(text) !== null
        const text = await once(JSON.stringify(question), () => pay(lending, call, isUsable))
        const vector = textVector(text)
        if (vector === null) throw new AppError('provider-failed', `The model ${question.modelId} gave no vector.`)
        return vector
      },
    }
  }
  const { tags } = loan.payer
  return { ...portFor(tags), taggedWith: (more) => portFor([...tags, ...more]) }
}

interface Lending extends JudgeLoan {
  readonly circuits: Circuits
  readonly tags: readonly CallTag[]
}

interface PaidCall {
  readonly target: CallTarget
  readonly messages: readonly RenderedMessage[]
  readonly parameters: ReturnType<typeof withOutputCap>
  readonly key: Buffer
}

function judgeCall(loan: JudgeLoan, question: JudgeQuestion): PaidCall {
  const target = targetOf(loan, question.modelId)
  const { providerId, baseUrl, model } = target
  const messages: RenderedMessage[] = [
    { role: 'system', content: question.system },
    { role: 'user', content: question.user },
  ]
  const wanted = { ...defaultParameters, maxOutputTokens: question.maxOutputTokens, responseSchema: question.schema }
  const parameters = withOutputCap(wanted, model)
  const { modelName } = splitModelId(model.id)
  return {
    target,
    messages,
    parameters,
    key: cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat: 0 }),
  }
}

function embeddingCall(loan: JudgeLoan, { modelId, text }: EmbeddingQuestion): PaidCall {
  const target = targetOf(loan, modelId)
  const { providerId, baseUrl, model } = target
  const messages: RenderedMessage[] = [{ role: 'user', content: text }]
  const parameters = { ...defaultParameters, maxOutputTokens: 1 }
  // No model answers under this name: a vector is never taken for an answer.
  const modelName = `${splitModelId(model.id).modelName} (embedding)`
  const key = cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat: 0 })
  return { target: { ...target, provider: asEmbedder(target.provider) }, messages, parameters, key }
}

async function pay(
  lending: Lending,
  { target, messages, parameters, key }: PaidCall,
  isUsable: (answer: string) => boolean,
): Promise<string> {
  const { engine, replies, payer, circuits, tags, signal } = lending
  const known = replies.find(key, payer.runNo, payer.mayUseCache)
  if (known && isUsable(known.output)) return known.output
  const circuit = circuits.reasonFor(target)
  if (circuit) throw unasked(target, circuit)
  const { jobId, scope, projectId } = payer
  const reasonToSkip = () => circuits.reasonFor(target)
  const paid = { jobId, scope, projectId, tags, cell: null, purpose: 'judge' as const }
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

function targetOf({ targets, defaultModelId }: JudgeLoan, modelId: string | null): CallTarget {
  const wanted = modelId ?? defaultModelId
  const target = wanted === null ? undefined : targets.get(wanted)
  if (!target) throw new AppError('bad-input', `There is no judge "${wanted ?? ''}" here. Choose a judge model.`)
  return target
}
