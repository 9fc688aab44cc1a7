import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import type { CoreContext } from '../../core-context.ts'
import type { ProviderReply } from '../../providers/provider.ts'
import type { BatchOutcome, BatchResult, BatchStatus } from '../../providers/provider-batches.ts'
import type { OpenRequest, StoredBatch } from '../../store/batch-store.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import { billOf } from '../calls/bill-of.ts'
import type { QueuedCell } from '../cells/cell-queue.ts'
import { renderCell } from '../cells/render-cell.ts'
import type { RunWork } from '../cells/run-cells.ts'
import type { RunTally } from '../cells/run-tally.ts'
import { storeAnswer } from '../cells/store-answer.ts'
import type { BatchAccess } from './batch-access.ts'
import { cellNameIn, cellNameOf } from './custom-id.ts'
import { endRequest, endRequests, type RequestEnd } from './release-batch.ts'
import { scoreCell } from './score-cell.ts'

/** Results whose commit may be under way while further ones are read. */
const MAX_UNCOMMITTED = 64

export interface EndedBatch {
  readonly stored: StoredBatch
  readonly access: BatchAccess
  readonly status: BatchStatus
  readonly tally: RunTally
}

/**
 * Stores every result of an ended batch, each in the commit that settles its money, then closes the batch.
 *
 * @throws ProviderError when the results cannot be read to their end; what was read is stored, and the rest stays open
 */
export async function collectResults(core: CoreContext, work: RunWork, ended: EndedBatch): Promise<void> {
  const collector = new ResultCollector(core, work, ended)
  await collector.run()
}

/** untold: the batch has ended, and nothing was said of the request. */
type Unanswered = Exclude<BatchOutcome, { kind: 'answered' }> | { readonly kind: 'untold' }

class ResultCollector {
  readonly #core: CoreContext
  readonly #work: RunWork
  readonly #ended: EndedBatch
  readonly #open: Map<string, OpenRequest>
  readonly #writing = new Set<Promise<void>>()
  #broken: unknown = null

  constructor(core: CoreContext, work: RunWork, ended: EndedBatch) {
    this.#core = core
    this.#work = work
    this.#ended = ended
    const requests = core.store.batches.requestsOf(ended.stored.batch.id)
    this.#open = new Map(requests.map((request) => [cellNameOf(request.cell), request]))
  }

  async run(): Promise<void> {
    const { stored, access, status } = this.#ended
    const { store, engine } = this.#core
    const { id } = stored.batch
    try {
      await access.api.results(status.batchId, access.context, (result) => this.#see(result))
    } finally {
      await Promise.all(this.#writing)
    }
    if (this.#broken !== null) throw this.#broken
    const end = this.#endOf({ kind: status.leftOver ?? 'untold' })
    await endRequests(engine.commits, store, id, end)
    await engine.commits.add(() => store.batches.change(id, { state: 'collected', error: null }))
  }

  async #see({ customId, outcome }: BatchResult): Promise<void> {
    const { batch } = this.#ended.stored
    const name = cellNameIn(batch.id, customId)
    const request = name === null ? undefined : this.#open.get(name)
    // Not ours, told twice, or stored before a crash.
    if (name === null || !request) return
    this.#open.delete(name)
    if (outcome.kind === 'answered') await this.#storeAnswer(request, outcome.reply)
    else this.#write(() => endRequest(this.#core.store, request, this.#endOf(outcome)))
    if (this.#writing.size >= MAX_UNCOMMITTED) await Promise.race(this.#writing)
    if (this.#broken !== null) throw this.#broken
  }

  async #storeAnswer({ attemptNo, attempt, cell }: OpenRequest, reply: ProviderReply): Promise<void> {
    const { store, engine } = this.#core
    const queued = this.#cellAt(cell)
    const rendered = renderCell(this.#work, queued)
    if (rendered.kind === 'failed') throw new Error('A request that was sent cannot be rendered again.')
    const { key, request } = rendered
    const { usage, service, costNanoUsd, isEstimate, other } = await billOf(engine, request, reply, 'batch')
    const scored = await scoreCell(this.#work, queued, { ...reply, costNanoUsd, latencyMs: null })
    const money = {
      usage,
      service,
      costNanoUsd,
      other,
      latencyMs: null,
      attempts: attempt,
      mayHaveBeenBilled: false,
    }
    this.#write(() => {
      if (!store.batches.isOpenAttempt(attemptNo)) return
      store.ledger.settle(attemptNo, costNanoUsd, isEstimate, engine.now())
      storeAnswer(store, this.#work.stored, { ref: cell, key, reply, scored, ...money }, engine.now())
      this.#ended.tally.answered(costNanoUsd)
    })
  }

  /** The provider's reason as the cell tells it, and what became of the money. */
  #endOf(outcome: Unanswered): RequestEnd {
    const nowMs = this.#core.engine.now()
    switch (outcome.kind) {
      case 'failed': {
        const mayHaveBeenBilled = outcome.error.failure.billing === 'unknown'
        return { error: toWireError(outcome.error), mayHaveBeenBilled, nowMs }
      }
      case 'expired':
        return { error: EXPIRED, mayHaveBeenBilled: false, nowMs }
      case 'cancelled':
        return { error: null, mayHaveBeenBilled: false, nowMs }
      case 'untold':
        return { error: NO_RESULT, mayHaveBeenBilled: true, nowMs }
      default:
        return outcome satisfies never
    }
  }

  #write(write: () => void): void {
    const writing = this.#core.engine.commits
      .add(write)
      .then(
        () => this.#work.report(this.#ended.tally),
        (error: unknown) => {
          this.#broken ??= error
        },
      )
      .finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  #cellAt(ref: CellRef): QueuedCell {
    const { stored } = this.#work
    const [row] = this.#core.store.snapshots.page(stored.snapshotNo, ref.rowNo, 1)
    const column = stored.run.columns[ref.columnNo]
    if (!row || row.rowNo !== ref.rowNo || !column) throw new Error(`The run ${stored.run.id} has no such cell.`)
    return { ref, column, evalCase: row.evalCase }
  }
}

// Counted among what was never really asked, so that the run reads "incomplete" and resuming asks again.
const EXPIRED = toWireError(
  new AppError(
    'interrupted',
    'The batch expired before its turn came. It was not billed. Resume the run to ask again.',
    {
      retryable: true,
    },
  ),
)
const NO_RESULT = toWireError(
  new AppError('provider-failed', 'The batch ended without a result for this request. It may have been billed.', {
    retryable: true,
  }),
)
