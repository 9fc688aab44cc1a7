import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { worstCaseCost } from '../../../../shared/cost/worst-case-cost.ts'
import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import type { Deadlines } from '../../../../shared/domain/deadlines.ts'
import type { JobId, ProjectId, ProviderId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel, PriceRow } from '../../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { Parameters, RenderedMessage } from '../../../../shared/domain/prompt.ts'
import { promptTokensOf } from '../../../../shared/domain/usage.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { StopChecker } from '../../../../shared/evaluate/early-stop/stop-checker.ts'
import type { PartialReply, Provider, ProviderReply } from '../../providers/provider.ts'
import type { BudgetState } from '../../store/budget-store.ts'
import type { CellRef, Reservation } from '../../store/ledger-store.ts'
import type { AnswerWatch } from '../cells/cell-streams.ts'
import type { Engine } from '../engine.ts'
import { type AttemptFailure, attempt } from './attempt.ts'
import { type Bill, billOf } from './bill-of.ts'
import { promptTokenBound } from './prompt-bound.ts'
import type { ProviderLane } from './provider-lane.ts'
import type { RateCaps } from './rate-gate.ts'
import type { RateResult, RateTarget } from './rate-gates.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { OpenAttempt } from './spend-desk.ts'

/** Attempts of one call, the first included. */
const MAX_ATTEMPTS = 5
/** The same while the flex service has no free capacity, which takes minutes to change. */
const MAX_CAPACITY_ATTEMPTS = 10
/** How often a call is sent again although an earlier attempt may have been billed. */
const MAX_UNKNOWN_RETRIES = 1

/** Where a model's calls go. */
export interface CallTarget {
  readonly provider: Provider
  readonly providerId: ProviderId
  /** Null = the vendor's own address. */
  readonly baseUrl: string | null
  readonly key: string | null
  readonly maxConcurrency: number
  /** The user's own limits of the provider, per minute. */
  readonly rateCaps: RateCaps
  /** The same of the model. */
  readonly modelRateCaps: RateCaps
  readonly model: CatalogModel
  readonly deadlines: Deadlines
  /** What is asked for; a flex request may be answered, and billed, at the standard tier. */
  readonly service: 'standard' | 'flex'
  /** What the catalog asks for another model of the provider, by the name that a reply gives it; null = unknown. */
  readonly priceOf: (answeredBy: string) => PriceRow | null
}

export interface ModelCall {
  readonly target: CallTarget
  readonly messages: readonly RenderedMessage[]
  /** With an output limit: see withOutputCap. */
  readonly parameters: Parameters & { readonly maxOutputTokens: number }
  readonly repeat: number
  /** Asks how sure the model is of its answer; absent = no. */
  readonly wantsLogProbabilities?: boolean
  /** Makes the checker that may end an attempt's answer early; absent = every answer is read to its end. */
  readonly stopChecker?: () => StopChecker | null
  /** Hears the text while it arrives; absent = nobody does. */
  readonly watch?: AnswerWatch
  /** Asked when its turn has come: why it is not worth sending any more; absent or null = send it. */
  readonly reasonToSkip?: () => WireError | null
  /** Who pays. */
  readonly jobId: JobId
  readonly scope: string
  readonly projectId: ProjectId
  /** What it is for: budgets of tags count it. */
  readonly tags: readonly CallTag[]
  readonly cell: CellRef | null
  /** What the ledger keeps it as; absent = an answer. */
  readonly purpose?: 'answer' | 'judge'
}

/** A reply whose money is still reserved: the caller settles it with SpendDesk.settle, together with what it stores. */
export interface AnsweredCall extends Bill {
  readonly kind: 'answered'
  readonly attempt: OpenAttempt
  readonly reply: ProviderReply
  readonly latencyMs: number
  readonly attempts: number
  readonly mayHaveBeenBilled: boolean
}

export interface FailedCall {
  readonly kind: 'failed'
  readonly error: WireError
  /** What will fail in the same way; null = this call only. */
  readonly stops: 'model' | 'provider' | null
  /** What had come when the last attempt that said anything broke off. */
  readonly partial: PartialReply | null
  readonly attempts: number
  readonly mayHaveBeenBilled: boolean
}

/** Not sent, since a budget would not bear the worst case. */
export interface RefusedCall {
  readonly kind: 'over-budget'
  /** The budget: see BudgetStore. */
  readonly scope: string
  readonly budget: BudgetState
  /** Null = unpriced. */
  readonly worstNanoUsd: NanoUsd | null
  readonly attempts: number
  readonly mayHaveBeenBilled: boolean
}

export type CallOutcome = AnsweredCall | FailedCall | RefusedCall

/**
 * One logical call: reserves, sends, retries, and settles what failed. The only place that decides about a second attempt.
 *
 * An abort is an outcome (`failed` with code `cancelled`). Throws only when the library cannot be written.
 */
export async function callModel(engine: Engine, call: ModelCall, signal: AbortSignal): Promise<CallOutcome> {
  const lane = engine.lanes.get(call.target.providerId, call.target.maxConcurrency)
  const worstNanoUsd = worstCaseCost({
    promptTokens: promptTokenBound(call.messages, call.parameters),
    maxOutputTokens: call.parameters.maxOutputTokens,
    price: call.target.model.price,
    mayWriteOneHourCache: call.parameters.cacheTtl === '1h',
  })
  let unknowns = 0
  let partial: PartialReply | null = null
  for (let attempts = 0; ; ) {
    const mayHaveBeenBilled = unknowns > 0
    const sent = await sendOnce(engine, call, { lane, worstNanoUsd, number: attempts + 1, signal })
    if (sent.kind === 'not-entered') {
      const error = toWireError(new AppError('cancelled', 'Cancelled before it was sent.'))
      return { kind: 'failed', error, stops: null, partial, attempts, mayHaveBeenBilled }
    }
    if (sent.kind === 'skipped')
      return { kind: 'failed', error: sent.error, stops: null, partial, attempts, mayHaveBeenBilled }
    if (sent.kind === 'over-budget') return { ...sent, attempts, mayHaveBeenBilled }
    attempts++
    if (sent.kind === 'answered') return { ...sent, attempts, mayHaveBeenBilled }
    const { failure } = sent
    if (failure.billing === 'unknown') unknowns++
    if (failure.partial && failure.partial.output !== '') partial = failure.partial
    const maxAttempts = failure.isOutOfCapacity ? MAX_CAPACITY_ATTEMPTS : MAX_ATTEMPTS
    const mayRetry = !signal.aborted && failure.isRetryable && attempts < maxAttempts && unknowns <= MAX_UNKNOWN_RETRIES
    if (!mayRetry) return { ...failedCall(failure), partial, attempts, mayHaveBeenBilled: unknowns > 0 }
    // A rate limit is the model's, and a server that names a time speaks for all calls: sendOnce holds them all back.
    if (!isRateLimited(failure) && failure.retryAfterMs === null) await engine.sleep(sent.delayMs, signal)
  }
}

interface Sending {
  readonly lane: ProviderLane
  readonly worstNanoUsd: NanoUsd | null
  readonly number: number
  readonly signal: AbortSignal
}

async function sendOnce(engine: Engine, call: ModelCall, { lane, worstNanoUsd, number, signal }: Sending) {
  const { target } = call
  const { providerId, model, rateCaps: caps, modelRateCaps: modelCaps } = target
  const gate = { providerId, modelId: model.id, caps, modelCaps }
  const leave = await enterInTurn(engine, { lane, gate, tokens: expectedTokens(call), signal })
  if (!leave) return { kind: 'not-entered' } as const
  const skip = call.reasonToSkip?.() ?? null
  if (skip) {
    leave()
    return { kind: 'skipped', error: skip } as const
  }
  const pass = engine.rates.pass(gate, expectedTokens(call))
  let ended: RateResult = { usedTokens: 0, limits: null, isRefused: false }
  try {
    const opened = await openUnlessAborted(engine, signal, {
      jobId: call.jobId,
      scope: call.scope,
      projectId: call.projectId,
      tags: call.tags,
      cell: call.cell,
      attempt: number,
      modelId: model.id,
      isSimulation: model.isSimulation,
      worstNanoUsd,
      purpose: call.purpose ?? 'answer',
    })
    if (!opened) return { kind: 'not-entered' } as const
    if (!opened.isOpen) {
      const { scope, budget } = opened
      return { kind: 'over-budget', scope, budget, worstNanoUsd } as const
    }
    const result = await attempt(engine, call, opened.attempt, signal)
    if (result.kind === 'answered') {
      const { usage, limits } = result.reply
      ended = {
        usedTokens: usage && promptTokensOf(usage) + usage.outputTokens,
        limits: limits ?? null,
        isRefused: false,
      }
      // A good answer is kept; only the model's next calls wait for what is used up.
      if (limits?.remainingRequests === 0 && limits.resetMs !== null) engine.rates.pause(model.id, limits.resetMs)
      return { ...result, ...(await billOf(engine, call, result.reply)) }
    }
    const { failure } = result
    ended = { usedTokens: null, limits: null, isRefused: isRateLimited(failure) }
    // Before the place is given back: whoever takes it next would only be refused as well.
    const { retryAfterMs } = failure
    const delayMs = retryDelayMs({ attempts: number, retryAfterMs, random: engine.random() })
    if (failure.isRetryable && isRateLimited(failure)) engine.rates.pause(model.id, delayMs)
    else if (failure.isRetryable && retryAfterMs !== null) lane.pause(delayMs)
    if (failure.billing === 'unknown') await engine.desk.keep(opened.attempt)
    else await engine.desk.reject(opened.attempt)
    return { ...result, delayMs }
  } finally {
    pass.ended(ended)
    leave()
  }
}

interface Turn {
  readonly lane: ProviderLane
  readonly gate: RateTarget
  readonly tokens: number
  readonly signal: AbortSignal
}

/**
 * Waits for a place of the lane at a moment when the rates allow a request. Whoever must wait for a rate gives the place back
 * meanwhile, so that one model that is held back does not hold the others of its provider. Null after an abort.
 */
async function enterInTurn(engine: Engine, { lane, gate, tokens, signal }: Turn): Promise<(() => void) | null> {
  for (;;) {
    const leave = await lane.enter(signal).catch(() => null)
    if (!leave) return null
    const waitMs = engine.rates.waitMs(gate, tokens)
    if (waitMs <= 0) return leave
    leave()
    await engine.sleep(waitMs, signal)
  }
}

/** Want of flex capacity is no matter of how fast we send. */
function isRateLimited({ status, isOutOfCapacity }: AttemptFailure): boolean {
  return status === 429 && !isOutOfCapacity
}

/** As providers count a request before they know its answer: four bytes a token, and all that it may say. */
function expectedTokens({ messages, parameters }: ModelCall): number {
  return Math.ceil(promptTokenBound(messages, parameters) / 4) + parameters.maxOutputTokens
}

async function openUnlessAborted(engine: Engine, signal: AbortSignal, reservation: Reservation) {
  try {
    return await engine.desk.open(reservation, signal)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return null
    throw error
  }
}

function failedCall({ error, stops }: AttemptFailure): Pick<FailedCall, 'kind' | 'error' | 'stops'> {
  // Told by the code too, for providers that do not say what they stop.
  const isProviders = error.code === 'provider-auth' || error.code === 'provider-quota'
  return { kind: 'failed', error, stops: stops ?? (isProviders ? 'provider' : null) }
}
