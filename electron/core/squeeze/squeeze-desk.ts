import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { type JobId, SqueezeId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import {
  isOptimizeMode,
  type SqueezeSnapshot,
  type SqueezeSpec,
  type SqueezeState,
} from '../../../shared/domain/squeeze.ts'
import { callsAllowed } from '../../../shared/optimize/calls-allowed.ts'
import type { CoreContext } from '../core-context.ts'
import { callTarget } from '../evaluate/calls/call-target.ts'
import { judgeTargets } from '../evaluate/judge/judge-models.ts'
import type { SqueezeWish } from '../store/squeeze-store.ts'
import { resolveSqueeze, squeezeProblems } from './squeeze-input.ts'
import { type LiveSqueeze, workOnSqueeze } from './squeeze-job.ts'
import { toSnapshot } from './squeeze-snapshot.ts'

/** How long a wish may take to be heard: what is under way is still settled. */
const WISH_WAIT_MS = 60_000
const LOOK_EVERY_MS = 25
const MAX_NAMED_PROBLEMS = 10

/** Starts, pauses, resumes and ends squeezes, and tells where they stand. */
export class SqueezeDesk {
  readonly #core: CoreContext
  /** Of this process; what others work on is read from the library. */
  readonly #live = new Map<SqueezeId, LiveSqueeze>()

  constructor(core: CoreContext) {
    this.#core = core
  }

  /** @throws AppError `bad-input` naming what must be mended; nothing was asked then */
  async start(spec: SqueezeSpec): Promise<{ squeezeId: SqueezeId; jobId: JobId }> {
    const { store, ports } = this.#core
    const resolved = await resolveSqueeze(this.#core, spec)
    const problems = await squeezeProblems(this.#core, resolved)
    if (problems.length > 0) throw new AppError('bad-input', problems.slice(0, MAX_NAMED_PROBLEMS).join('\n'))
    const { prompt, variant, evalSet, rule, judgeModelId } = resolved
    store.variants.freeze([variant.id])
    const { id } = store.squeezes.add({
      id: SqueezeId.parse(ports.newId()),
      projectId: prompt.projectId,
      promptId: prompt.id,
      variantId: variant.id,
      // The rule may be changed later; what goes on must decide as it began.
      spec: { ...spec, judgeModelId, margin: rule.margin, alpha: rule.alpha },
      evalSetHash: evalSet?.contentHash ?? null,
      createdAt: new Date(ports.now()).toISOString(),
    })
    store.ledger.openBudget(`squeeze:${id}`, spec.budgetNanoUsd)
    this.#core.changed('variants')
    return { squeezeId: id, jobId: await this.#begin(id) }
  }

  /** @throws AppError `conflict` when it is finished, is being worked on, or its eval set has changed */
  async resume(id: SqueezeId, budgetNanoUsd: NanoUsd | null | undefined): Promise<JobId> {
    const { store } = this.#core
    const stored = store.squeezes.get(id)
    if (this.get(id).state === 'running') throw new AppError('conflict', 'This squeeze is still running.')
    if (stored.state === 'finished') throw new AppError('conflict', 'This squeeze is finished. Start another one.')
    if (budgetNanoUsd !== undefined) store.squeezes.setSpec(id, { ...stored.spec, budgetNanoUsd })
    return await this.#begin(id)
  }

  get(id: SqueezeId): SqueezeSnapshot {
    const stored = this.#core.store.squeezes.get(id)
    return toSnapshot(this.#core, stored, this.#live.get(id) ?? null)
  }

  /** Asks for an end and waits until what is under way is settled. A squeeze that has ended is no error. */
  async wish(id: SqueezeId, wish: SqueezeWish): Promise<SqueezeSnapshot> {
    const { store, jobs } = this.#core
    const { jobId } = store.squeezes.get(id)
    if (jobId === null || this.get(id).state !== 'running') return this.get(id)
    store.squeezes.setWish(id, wish)
    const live = this.#live.get(id)
    if (live) live.wish = wish
    if (wish === 'stop') {
      for (let waitedMs = 0; waitedMs < WISH_WAIT_MS && this.get(id).state === 'running'; waitedMs += LOOK_EVERY_MS)
        await sleep(LOOK_EVERY_MS)
    } else await jobs.cancel(jobId)
    return this.get(id)
  }

  async #begin(id: SqueezeId): Promise<JobId> {
    const { store, jobs, ports } = this.#core
    const stored = store.squeezes.get(id)
    const resolved = await resolveSqueeze(this.#core, stored.spec)
    if (stored.evalSetHash !== null && resolved.evalSet?.contentHash !== stored.evalSetHash)
      throw new AppError('conflict', 'The eval set has changed since this squeeze began. Start another one.')
    const target = await callTarget(this.#core, resolved.model)
    const rewriter = await callTarget(this.#core, resolved.rewriter)
    const judges = await judgeTargets(this.#core, resolved.judges)
    const scope = `squeeze:${id}`
    store.ledger.openBudget(scope, stored.spec.budgetNanoUsd)
    const live: LiveSqueeze = { view: null, wish: null, overBudget: null, cached: 0, failed: 0 }
    const { mode } = stored.spec
    const title = `${isOptimizeMode(mode) ? 'Optimize' : 'Squeeze'} ${resolved.prompt.name}`
    const about = { kind: 'squeeze', subjectId: id, title, total: callsAllowed(mode).all } as const
    const jobId = jobs.start(about, async (job) => {
      if (store.squeezes.get(id).jobId !== job.id) throw new AppError('conflict', 'Another job works on this squeeze.')
      this.#live.set(id, live)
      try {
        await workOnSqueeze(this.#core, { stored, resolved, target, rewriter, judges, scope, job, live })
        const isStopped = live.wish === 'stop' || live.overBudget !== null
        this.#end(id, job.id, isStopped ? 'stopped' : 'finished', live.overBudget)
      } catch (error) {
        this.#end(id, job.id, endOf(job.signal, live.wish ?? store.squeezes.get(id).wish), error)
        throw error
      } finally {
        this.#live.delete(id)
      }
    })
    if (store.squeezes.begin(id, jobId, new Date(ports.now()).toISOString())) return jobId
    void jobs.cancel(jobId)
    throw new AppError('conflict', 'This squeeze is still running.')
  }

  #end(id: SqueezeId, jobId: JobId, state: SqueezeState, error: unknown): void {
    const { store, ports } = this.#core
    const at = new Date(ports.now()).toISOString()
    const isTold = state === 'failed' || (state === 'stopped' && error !== null)
    store.squeezes.end(id, jobId, { state, error: isTold ? toWireError(error) : null, at })
  }
}

function endOf(signal: AbortSignal, wish: SqueezeWish | null): SqueezeState {
  if (!signal.aborted) return 'failed'
  if (wish === 'pause') return 'paused'
  return signal.reason instanceof AppError && signal.reason.code === 'interrupted' ? 'interrupted' : 'cancelled'
}
