import { AppError } from '../../../../shared/contract/errors.ts'
import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import { type JobId, type ProjectId, splitModelId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import { defaultParameters, type RenderedMessage } from '../../../../shared/domain/prompt.ts'
import type { CoreContext } from '../../core-context.ts'
import { cacheKey } from './cache-key.ts'
import { type CallTarget, callModel } from './call-model.ts'
import { withOutputCap } from './output-cap.ts'
import { overBudgetError } from './over-budget-error.ts'

export interface Completion {
  readonly target: CallTarget
  readonly jobId: JobId
  /** Whose budget pays; it must be open. */
  readonly scope: string
  readonly projectId: ProjectId
  readonly tags: readonly CallTag[]
  readonly messages: readonly RenderedMessage[]
  readonly maxOutputTokens: number
}

/**
 * One answer for work that is no run: from the cache, or paid for and kept there.
 *
 * @returns the text and what was paid now: 0 for a cached answer, null when unpriced
 * @throws AppError when the call fails for good, is cancelled, or does not fit into the budget
 */
export async function completeOnce(
  { engine, store }: Pick<CoreContext, 'engine' | 'store'>,
  { target, jobId, scope, projectId, tags, messages, maxOutputTokens }: Completion,
  signal: AbortSignal,
): Promise<{ readonly output: string; readonly paidNanoUsd: NanoUsd | null }> {
  const parameters = withOutputCap({ ...defaultParameters, maxOutputTokens }, target.model)
  const { providerId, baseUrl } = target
  const { modelName } = splitModelId(target.model.id)
  const key = cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat: 0 })
  const known = store.replies.find(key, null, true)
  if (known) return { output: known.output, paidNanoUsd: 0 }
  const call = { target, messages, parameters, repeat: 0, jobId, scope, projectId, tags, cell: null }
  const outcome = await callModel(engine, call, signal)
  if (outcome.kind === 'failed') throw new AppError(outcome.error.code, outcome.error.message, outcome.error)
  if (outcome.kind === 'over-budget') {
    const stopped = { what: 'the work', missing: '', remedy: 'Start again with a larger budget.' }
    throw overBudgetError(store, outcome, stopped)
  }
  const { attempt, usage, service, costNanoUsd, isEstimate, latencyMs, reply } = outcome
  const { finishReason, answeredBy, firstTokenMs, output, raw } = reply
  const content = { finishReason, usage, service, answeredBy, costNanoUsd, latencyMs, firstTokenMs, output, raw }
  await engine.desk.settle(attempt, { nanoUsd: costNanoUsd, isEstimated: isEstimate }, () =>
    store.replies.add({ ...content, cacheKey: key, runNo: null }, engine.now()),
  )
  return { output, paidNanoUsd: costNanoUsd }
}
