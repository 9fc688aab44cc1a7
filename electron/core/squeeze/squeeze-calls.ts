import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import { type CallTag, callTagsOfCase, promptTag, providerTags } from '../../../shared/domain/call-tag.ts'
import type { EvalCase } from '../../../shared/domain/eval-set.ts'
import { type JobId, type ProjectId, splitModelId } from '../../../shared/domain/ids.ts'
import { LogProbability } from '../../../shared/domain/log-probability.ts'
import { NanoUsd } from '../../../shared/domain/money.ts'
import {
  defaultParameters,
  type Message,
  type Parameters,
  type RenderedMessage,
} from '../../../shared/domain/prompt.ts'
import { promptTokensOf } from '../../../shared/domain/usage.ts'
import { scoreOutput } from '../../../shared/evaluate/score-output.ts'
import { needsLogProbabilities } from '../../../shared/score/needs-log-probabilities.ts'
import type { ScorerContext } from '../../../shared/score/scorer.ts'
import type { CaseCall, CaseOutcome, ModelRequest } from '../../../shared/squeeze/squeeze-ports.ts'
import type { ParsedTemplate } from '../../../shared/template/parse-template.ts'
import { type ParsedMessage, parseMessages, renderParsedMessages } from '../../../shared/template/render-messages.ts'
import { assertionKey } from '../../../shared/verdict/assertion-key.ts'
import type { CoreContext } from '../core-context.ts'
import { cacheKey } from '../evaluate/calls/cache-key.ts'
import { type CallTarget, callModel, type ModelCall, type RefusedCall } from '../evaluate/calls/call-model.ts'
import { logProbabilityWish } from '../evaluate/calls/log-probability-wish.ts'
import { withOutputCap } from '../evaluate/calls/output-cap.ts'
import { Refusals } from '../evaluate/calls/refusals.ts'
import { answerFacts } from '../evaluate/cells/answer-facts.ts'
import { type LentJudge, lendJudge } from '../evaluate/judge/lend-judge.ts'
import { lendScoring } from '../evaluate/judge/lend-scoring.ts'
import type { StoredReply } from '../store/reply-cache.ts'
import type { ResolvedSqueeze } from './squeeze-input.ts'

export interface SqueezeWork {
  readonly squeezeNo: number
  readonly jobId: JobId
  readonly scope: string
  readonly projectId: ProjectId
  readonly resolved: ResolvedSqueeze
  readonly target: CallTarget
  readonly rewriter: CallTarget
  /** Models that judge answers, by id; empty where no assertion asks one. */
  readonly judges: ReadonlyMap<string, CallTarget>
  readonly signal: AbortSignal
  readonly isStopAsked: () => boolean
}

/** What is kept of an answer, so that going on costs nothing again. */
const Answered = z.object({
  output: z.string(),
  costNanoUsd: NanoUsd.nullable(),
  promptTokens: z.number(),
  outputTokens: z.number(),
  logProbability: LogProbability.nullable().default(null),
})
type Answered = z.infer<typeof Answered>

/** Null = no answer; left-out = refused by a limit that other cases do not bear. */
type Outcome = Answered | 'left-out' | null

/**
 * The paid calls of a squeeze: from its own answers, from the reply cache, or sent and then kept in the commit that settles
 * their money.
 */
export class SqueezeCalls {
  readonly #core: CoreContext
  readonly #work: SqueezeWork
  readonly #judge: LentJudge | null
  readonly #scoring: ScorerContext
  readonly #wantsLogProbabilities: boolean
  readonly #parsed = new Map<string, readonly ParsedMessage[]>()
  readonly #parsedValues = new Map<string, ParsedTemplate>()
  readonly #asking = new Map<string, Promise<Outcome>>()
  readonly #refusals: Refusals
  readonly #leftOut = new Set<number>()
  #cached = 0
  #failed = 0
  #hasUnpriced = false

  constructor(core: CoreContext, work: SqueezeWork) {
    this.#core = core
    this.#work = work
    // A provider's limit ends it too: what it leaves could be neither proposed, answered nor judged.
    const providers = providerTags([work.target, work.rewriter, ...work.judges.values()])
    this.#refusals = new Refusals(core.store, [this.#promptTag, ...sharedTags(work.resolved.cases), ...providers])
    this.#scoring = lendScoring(core, work.resolved.evalSet ?? { mayRunCode: false })
    this.#wantsLogProbabilities = needsLogProbabilities(work.resolved.evalSet?.assertions ?? [])
    this.#judge = work.judges.size === 0 ? null : this.#lendJudge()
  }

  get cached(): number {
    return this.#cached
  }

  get failed(): number {
    return this.#failed
  }

  get hasUnpriced(): boolean {
    return this.#hasUnpriced
  }

  /** Set once a budget would not bear a call: nothing more is sent then. */
  get overBudget(): RefusedCall | null {
    return this.#refusals.ofAll
  }

  /** How many cases a limit refused that others do not bear, and its first refusal. */
  get leftOut(): { readonly cases: number; readonly refused: RefusedCall } | null {
    const { ofSome } = this.#refusals
    return ofSome && { cases: this.#leftOut.size, refused: ofSome }
  }

  /** Asks the small model; null when it gives no answer. @throws AppError for an error that all calls would meet */
  async complete({ system, user, maxOutputTokens, schema }: ModelRequest): Promise<string | null> {
    const { rewriter } = this.#work
    const messages: RenderedMessage[] = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ]
    const responseSchema = rewriter.model.capabilities.structuredOutput ? schema : null
    const parameters = { ...defaultParameters, maxOutputTokens, responseSchema }
    const answered = await this.#answer({ target: rewriter, messages, tags: [] }, parameters)
    return answered === 'left-out' ? null : (answered?.output ?? null)
  }

  /** In the order of the calls, as many at once as the provider allows. */
  async evaluate(calls: readonly CaseCall[]): Promise<readonly CaseOutcome[]> {
    const results = new Array<CaseOutcome>(calls.length).fill(null)
    const { maxConcurrency } = this.#work.target
    const queue = calls.entries()
    const work = async () => {
      for (const [index, call] of queue) results[index] = await this.#evaluateOne(call)
    }
    // More than there are places: the next request is ready when a place falls free.
    const workers = Array.from({ length: Math.min(calls.length, maxConcurrency + 8) }, work)
    const ends = await Promise.allSettled(workers)
    const broken = ends.find((end) => end.status === 'rejected')
    if (broken) throw broken.reason
    return results
  }

  async #evaluateOne({ messages, caseIndex }: CaseCall): Promise<CaseOutcome> {
    const { resolved, target } = this.#work
    if (this.#leftOut.has(caseIndex)) return 'left-out'
    const evalCase = resolved.cases[caseIndex]
    if (!evalCase) return null
    const rendered = this.#render(messages, evalCase.variables)
    if (rendered === null) return null
    const tags = callTagsOfCase(evalCase.tags)
    const answered = await this.#answer({ target, messages: rendered, tags }, resolved.variant.content.parameters)
    if (answered === null) return null
    if (answered === 'left-out') return this.#leaveOut(caseIndex)
    const assertions = resolved.evalSet?.assertions ?? []
    const scored = await this.#unlessStopped(
      scoreOutput({
        ...this.#scoring,
        judge: this.#judge?.taggedWith(tags) ?? null,
        output: answered.output,
        // A squeeze keeps neither times nor calls of tools.
        answer: answerFacts({ ...answered, latencyMs: null, finishReason: null }, undefined),
        assertions,
        evalCase,
        parsedValues: this.#parsedValues,
      }),
    )
    if (scored === 'left-out') return this.#leaveOut(caseIndex)
    // What no judge could judge says nothing about the candidate.
    if (scored === null || scored.score === null) return null
    const wanted = new Set(resolved.rule.criticalAssertions)
    const critical = new Map(
      scored.assertions.flatMap(({ hasPassed }, index): [string, boolean][] => {
        const assertion = assertions[index]
        const key = assertion && assertionKey(assertion)
        return key !== undefined && hasPassed !== null && wanted.has(key) ? [[key, hasPassed]] : []
      }),
    )
    const faults = scored.assertions.flatMap(({ hasPassed, reason }) => (hasPassed ? [] : [reason]))
    return { ...answered, score: scored.score, critical, faults }
  }

  get #promptTag(): CallTag {
    return promptTag(this.#work.resolved.prompt.id)
  }

  #leaveOut(caseIndex: number): 'left-out' {
    this.#leftOut.add(caseIndex)
    return 'left-out'
  }

  /** Paid from the squeeze's own budget; no part of what an answer costs. */
  #lendJudge(): LentJudge {
    const { engine, store } = this.#core
    const { jobId, scope, projectId, judges, resolved, signal } = this.#work
    return lendJudge({
      engine,
      replies: store.replies,
      targets: judges,
      defaultModelId: resolved.judgeModelId,
      payer: { jobId, scope, projectId, tags: [this.#promptTag], runNo: null, mayUseCache: true },
      signal,
      book: () => undefined,
      onPaid: (nanoUsd) => {
        if (nanoUsd === null) this.#hasUnpriced = true
      },
      onRefused: (refused) => this.#refusals.see(refused),
    })
  }

  /** Null where a case does not fit: the candidate says nothing about it then. */
  #render(messages: readonly Message[], variables: EvalCase['variables']): RenderedMessage[] | null {
    const key = JSON.stringify(messages)
    try {
      const known = this.#parsed.get(key) ?? parseMessages(messages, this.#work.resolved.variant.partials)
      this.#parsed.set(key, known)
      return renderParsedMessages(known, variables)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.#failed += 1
      return null
    }
  }

  async #answer(
    { target, messages, tags }: Pick<ModelCall, 'target' | 'messages' | 'tags'>,
    wanted: Parameters,
  ): Promise<Outcome> {
    this.#work.signal.throwIfAborted()
    const parameters = withOutputCap(wanted, target.model)
    const { providerId, baseUrl } = target
    const { modelName } = splitModelId(target.model.id)
    const asked = this.#wantsLogProbabilities ? logProbabilityWish(target.provider, target.model, parameters) : {}
    const key = cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat: 0, ...asked })
    const text = key.toString('latin1')
    for (let twin = this.#asking.get(text); twin; twin = this.#asking.get(text)) {
      const outcome = await twin
      // A limit of another case's tags may not be one of these.
      if (outcome !== 'left-out') return outcome
    }
    const asking = this.#ask({ target, messages, tags, parameters, ...asked }, key)
    this.#asking.set(text, asking)
    try {
      return await asking
    } finally {
      this.#asking.delete(text)
    }
  }

  async #ask(
    { tags, ...request }: Pick<ModelCall, 'target' | 'messages' | 'parameters' | 'tags' | 'wantsLogProbabilities'>,
    key: Buffer,
  ): Promise<Outcome> {
    const { store, engine } = this.#core
    const { squeezeNo, jobId, scope, projectId, signal } = this.#work
    const kept = store.squeezes.answer(squeezeNo, key)
    if (kept !== null) {
      this.#cached += 1
      return this.#noted(Answered.parse(kept))
    }
    const known = store.replies.find(key, null, true)
    if (known) {
      this.#cached += 1
      const answered = fromReply(known)
      await engine.commits.add(() => store.squeezes.putAnswer(squeezeNo, key, answered))
      return this.#noted(answered)
    }
    if (this.overBudget !== null || this.#work.isStopAsked()) return null
    const paid = { jobId, scope, projectId, tags: [this.#promptTag, ...tags], cell: null }
    const call = { ...request, ...paid, repeat: 0 }
    const outcome = await callModel(engine, call, signal)
    if (outcome.kind === 'over-budget') return this.#refusals.see(outcome) === 'some' ? 'left-out' : null
    if (outcome.kind === 'failed') {
      signal.throwIfAborted()
      // What will fail in the same way for every other call ends the squeeze; it can go on later.
      if (outcome.stops !== null) throw new AppError(outcome.error.code, outcome.error.message, outcome.error)
      this.#failed += 1
      return null
    }
    const { attempt, usage, service, costNanoUsd, isEstimate, latencyMs, reply } = outcome
    const { finishReason, answeredBy, firstTokenMs, output, logProbability, raw } = reply
    const told = { finishReason, answeredBy, firstTokenMs, output, logProbability, raw }
    const content = { ...told, usage, service, costNanoUsd, latencyMs }
    const answered = fromReply({ output, usage, costNanoUsd, logProbability: logProbability ?? null })
    await engine.desk.settle(attempt, { nanoUsd: costNanoUsd, isEstimated: isEstimate }, () => {
      store.replies.add({ ...content, cacheKey: key, runNo: null }, engine.now())
      store.squeezes.putAnswer(squeezeNo, key, answered)
    })
    return this.#noted(answered)
  }

  #noted(answered: Answered): Answered {
    if (answered.costNanoUsd === null) this.#hasUnpriced = true
    return answered
  }

  /** Null when a judge was stopped before it could speak. */
  async #unlessStopped<T>(scoring: Promise<T>): Promise<T | 'left-out' | null> {
    try {
      return await scoring
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'budget-exceeded') return this.overBudget === null ? 'left-out' : null
      if (error.code === 'cancelled') return null
      throw error
    }
  }
}

/** What every case's calls bear: a limit of one of these ends the squeeze as a whole. */
function sharedTags(cases: readonly EvalCase[]): readonly CallTag[] {
  const [first, ...others] = cases.map(({ tags }) => callTagsOfCase(tags))
  return (first ?? []).filter((tag) => others.every((tags) => tags.includes(tag)))
}

function fromReply(reply: Pick<StoredReply, 'output' | 'usage' | 'costNanoUsd' | 'logProbability'>): Answered {
  const { output, usage, costNanoUsd, logProbability } = reply
  const { outputTokens } = usage
  return { output, costNanoUsd, promptTokens: promptTokensOf(usage), outputTokens, logProbability }
}
