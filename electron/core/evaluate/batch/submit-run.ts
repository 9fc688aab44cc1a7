import { setImmediate as nextTick } from 'node:timers/promises'
import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { BatchId, type ProviderId } from '../../../../shared/domain/ids.ts'
import type { CoreContext } from '../../core-context.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { NewCell } from '../../store/cell-store.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import type { CallTarget } from '../calls/call-model.ts'
import { overBudgetError } from '../calls/over-budget-error.ts'
import { Refusals } from '../calls/refusals.ts'
import { tagsOfAll, tagsOfCall } from '../calls/tags-of-cell.ts'
import { type QueuedCell, queueCells } from '../cells/cell-queue.ts'
import { failedCell } from '../cells/failed-cell.ts'
import { type CellRequest, renderCell } from '../cells/render-cell.ts'
import type { RunWork } from '../cells/run-cells.ts'
import { RunTally } from '../cells/run-tally.ts'
import { cachedCell } from '../cells/store-answer.ts'
import { batchAccess } from './batch-access.ts'
import { BatchPack, toProviderRequest } from './batch-pack.ts'
import { scoreCell } from './score-cell.ts'
import { handOver, type RefusedRequest, reservePack } from './send-pack.ts'

/** The longest that packing keeps the event loop to itself. */
const MAX_BUSY_MS = 15

/**
 * Hands every cell that is not skipped to its provider's batch API: cached answers are used first, identical requests go
 * once, and each request's worst case is on the ledger before its batch leaves. Returns when all is handed over.
 *
 * @throws AppError when a budget or a provider stopped it; what was handed over until then stays with the provider
 */
export async function submitRun(core: CoreContext, work: RunWork, signal: AbortSignal): Promise<void> {
  const submission = new Submission(core, work, signal)
  await submission.run()
}

class Submission {
  readonly #core: CoreContext
  readonly #work: RunWork
  readonly #signal: AbortSignal
  readonly #tally: RunTally
  /** Requests of this submission, by cache key; their twins are answered from the cache when the batch is collected. */
  readonly #asked = new Set<string>()
  readonly #stopped = new Map<ProviderId, AppError>()
  readonly #refusals: Refusals<RefusedRequest>
  #turnEndsMs = performance.now() + MAX_BUSY_MS

  constructor(core: CoreContext, work: RunWork, signal: AbortSignal) {
    this.#core = core
    this.#work = work
    this.#signal = signal
    this.#tally = work.tally ?? new RunTally()
    this.#refusals = new Refusals(core.store, tagsOfAll(work.stored.run))
  }

  async run(): Promise<void> {
    for (const target of this.#work.targets.values()) await this.#submitModel(target)
    if (this.#refusals.told !== null) throw this.#budgetError(this.#refusals.told)
    for (const error of this.#stopped.values()) throw error
  }

  get #mayGoOn(): boolean {
    return !this.#signal.aborted && this.#refusals.ofAll === null
  }

  async #submitModel(target: CallTarget): Promise<void> {
    const { stored, isSkipped } = this.#work
    const { store } = this.#core
    const { api } = batchAccess(this.#core, target, this.#signal)
    const packs = new Map<string, BatchPack>()
    for (const queued of queueCells(store.snapshots, stored, [target.model.id], isSkipped)) {
      if (!this.#mayGoOn || this.#stopped.has(target.providerId)) return
      const asking = await this.#requestOf(queued)
      if (asking === null) continue
      const { request, name } = asking
      const group = api.groupOf(toProviderRequest(request), target.baseUrl)
      const open = () => new BatchPack({ id: BatchId.parse(this.#core.ports.newId()), group, target, api })
      let pack = packs.get(group) ?? open()
      let added = await this.#add(pack, queued, request)
      if (added === 'full') {
        await this.#send(pack)
        pack = open()
        added = await this.#add(pack, queued, request)
      }
      packs.set(group, pack)
      if (added === 'added') this.#asked.add(name)
    }
    for (const pack of packs.values()) await this.#send(pack)
  }

  /** Null when the cell needs no request of its own. */
  async #requestOf(queued: QueuedCell): Promise<{ readonly request: CellRequest; readonly name: string } | null> {
    if (performance.now() > this.#turnEndsMs) {
      await nextTick()
      this.#turnEndsMs = performance.now() + MAX_BUSY_MS
    }
    const { stored } = this.#work
    const rendered = renderCell(this.#work, queued)
    if (rendered.kind === 'failed') {
      await this.#store(queued.ref, rendered.cell)
      return null
    }
    const { key, request } = rendered
    const known = this.#core.store.replies.find(key, stored.no, stored.run.spec.mayUseCache)
    if (known) {
      await this.#store(queued.ref, cachedCell(known, await scoreCell(this.#work, queued, known)))
      return null
    }
    const name = key.toString('latin1')
    return this.#asked.has(name) ? null : { request, name }
  }

  /** A request that cannot go is a failed cell, and the batch goes without it. */
  async #add(pack: BatchPack, queued: QueuedCell, request: CellRequest): Promise<ReturnType<BatchPack['add']>> {
    const { ref, column, evalCase } = queued
    const tags = tagsOfCall(this.#work.stored.run, column, evalCase)
    let error: AppError
    try {
      const added = pack.add({ ref, tags }, request)
      if (added !== 'too-large') return added
      error = new AppError('bad-input', 'This request is larger than a whole batch may be. Run it live instead.')
    } catch (cause) {
      if (!(cause instanceof ProviderError)) throw cause
      error = cause
    }
    await this.#store(ref, failedCell({ error: toWireError(error), attempts: 0, mayHaveBeenBilled: false }))
    return 'too-large'
  }

  async #send(pack: BatchPack): Promise<void> {
    if (pack.requests.length === 0 || !this.#mayGoOn || this.#stopped.has(pack.target.providerId)) return
    const packing = { pack, refusals: this.#refusals }
    const requests = await reservePack(this.#core, this.#work, packing, this.#signal)
    if (requests.length === 0 || this.#signal.aborted) return
    const error = await handOver(this.#core, pack, requests, this.#signal)
    if (error) {
      this.#stopped.set(pack.target.providerId, error)
      return
    }
    this.#tally.handedOver(requests.length)
    this.#work.report(this.#tally)
    this.#core.changed('runs')
  }

  async #store(ref: CellRef, cell: NewCell): Promise<void> {
    await this.#core.engine.commits.add(() => this.#core.store.cells.put(ref, cell))
    this.#tally.free(cell)
    this.#work.report(this.#tally)
  }

  #budgetError({ scope, worstNanoUsd }: RefusedRequest): AppError {
    const { store } = this.#core
    const { run } = store.runs.get(this.#work.stored.run.id)
    const waiting = store.batches.ofRun(run.id).reduce((sum, { batch }) => sum + store.batches.openCountOf(batch.id), 0)
    const refused = { scope, budget: store.ledger.budget(scope), worstNanoUsd }
    return overBudgetError(store, refused, {
      what: 'the submission',
      missing: `${run.cellCount - run.doneCount - waiting} of ${run.cellCount} cells were not submitted.`,
      remedy: 'Collect what was submitted, then resume the run with a larger budget.',
    })
  }
}
