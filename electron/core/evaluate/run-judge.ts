import { AppError } from '../../../shared/contract/errors.ts'
import { type ModelId, splitModelId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { defaultParameters, type RenderedMessage } from '../../../shared/domain/prompt.ts'
import type { JudgePort, JudgeQuestion } from '../../../shared/score/judge/judge-port.ts'
import { cacheKey } from './cache-key.ts'
import { type CallTarget, callModel, type RefusedCall } from './call-model.ts'
import type { Engine } from './engine.ts'
import { withOutputCap } from './output-cap.ts'
import type { RunStores, RunWork } from './run-cells.ts'

export interface RunJudgeOptions {
  readonly engine: Engine
  readonly stores: Pick<RunStores, 'replies' | 'runs'>
  readonly work: Pick<RunWork, 'stored' | 'jobId' | 'scope'>
  readonly targets: ReadonlyMap<string, CallTarget>
  readonly signal: AbortSignal
  /** A call was paid for; null = unpriced. */
  readonly onPaid: (nanoUsd: NanoUsd | null) => void
  readonly onRefused: (refused: RefusedCall) => void
}

/**
 * The judge of a run. A question that was answered before is not asked again: the key is made of the whole question, so of the
 * output, the rubric and the judge.
 */
export function runJudge(options: RunJudgeOptions): JudgePort {
  // Many cells say the same at the same moment: one question serves them all.
  const asking = new Map<string, Promise<string>>()
  return {
    async ask(question) {
      const key = JSON.stringify(question)
      const known = asking.get(key)
      if (known) return await known
      const answer = ask(options, question)
      asking.set(key, answer)
      try {
        return await answer
      } finally {
        asking.delete(key)
      }
    },
  }
}

async function ask(options: RunJudgeOptions, question: JudgeQuestion): Promise<string> {
  const { engine, stores, work, signal } = options
  const { stored, jobId, scope } = work
  const target = targetOf(options, question)
  const { providerId, baseUrl, model } = target
  const messages: RenderedMessage[] = [
    { role: 'system', content: question.system },
    { role: 'user', content: question.user },
  ]
  const wanted = { ...defaultParameters, maxOutputTokens: question.maxOutputTokens, responseSchema: question.schema }
  const parameters = withOutputCap(wanted, model)
  const key = cacheKey({
    providerId,
    baseUrl,
    modelName: splitModelId(model.id).modelName,
    messages,
    parameters,
    repeat: 0,
  })
  const known = stores.replies.find(key, stored.no, stored.run.spec.mayUseCache)
  if (known) return known.output
  const { projectId } = stored.run
  const call = {
    target,
    messages,
    parameters,
    repeat: 0,
    jobId,
    scope,
    projectId,
    cell: null,
    purpose: 'judge' as const,
  }
  const outcome = await callModel(engine, call, signal)
  if (outcome.kind === 'over-budget') {
    options.onRefused(outcome)
    throw new AppError('budget-exceeded', 'The budget did not allow the judge.', { retryable: true })
  }
  if (outcome.kind === 'failed')
    throw new AppError(
      outcome.error.code,
      `The judge ${model.id} could not be asked: ${outcome.error.message}`,
      outcome.error,
    )
  const { attempt, usage, service, costNanoUsd, latencyMs, reply } = outcome
  const { finishReason, answeredBy, firstTokenMs, output, raw } = reply
  const content = { finishReason, usage, service, answeredBy, costNanoUsd, latencyMs, firstTokenMs, output, raw }
  await engine.desk.settle(attempt, { nanoUsd: costNanoUsd, isEstimated: usage.isEstimated }, () => {
    stores.replies.add({ ...content, cacheKey: key, runNo: stored.no }, engine.now())
    stores.runs.addCost(stored.no, costNanoUsd)
  })
  options.onPaid(costNanoUsd)
  return output
}

function targetOf({ targets, work }: RunJudgeOptions, { modelId }: JudgeQuestion): CallTarget {
  const wanted: ModelId | string | null = modelId ?? work.stored.run.spec.judgeModelId
  const target = wanted === null ? undefined : targets.get(wanted)
  if (!target) throw new AppError('bad-input', `The run has no judge "${wanted ?? ''}". Choose a judge model.`)
  return target
}
