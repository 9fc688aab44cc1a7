import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { isOpenBatch } from '../../../../shared/domain/batch.ts'
import type { CoreContext } from '../../core-context.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { StoredBatch } from '../../store/batch-store.ts'
import type { RunWork } from '../cells/run-cells.ts'
import { RunTally } from '../cells/run-tally.ts'
import { accessTo, type BatchAccess } from './batch-access.ts'
import { collectResults } from './collect-results.ts'
import { cellNameIn } from './custom-id.ts'
import { fillFromCache } from './fill-from-cache.ts'
import { endRequests } from './release-batch.ts'
import { storeStatus } from './store-status.ts'

/** After so long a batch whose submission was never answered, and which the provider does not list, was never made. */
const SURELY_LISTED_AFTER_MS = 10 * 60_000
/** Providers end a batch after a day; one that they no longer know by then has no results for us. */
const SURELY_ENDED_AFTER_MS = 48 * 60 * 60_000

/**
 * Asks after every batch that a run waits for, and stores what has come. Safe to break off and to repeat: a result that is
 * stored is never stored again.
 *
 * @throws AppError the first thing that went wrong, after all batches were tried
 */
export async function collectRun(core: CoreContext, work: RunWork, signal: AbortSignal): Promise<void> {
  const { store, engine, ports } = core
  const tally = work.tally ?? new RunTally()
  let first: unknown = null
  let hasCollected = false
  for (const stored of store.batches.ofRun(work.stored.run.id)) {
    if (!isOpenBatch(stored.batch.state) || signal.aborted) continue
    try {
      if (await collectBatch(core, work, { stored, tally, signal })) hasCollected = true
    } catch (error) {
      if (signal.aborted) break
      first ??= error
      if (!(error instanceof AppError)) ports.log.error(`Collecting the batch ${stored.batch.id} failed.`, error)
      await engine.commits.add(() => store.batches.change(stored.batch.id, { error: toWireError(error) }))
    }
  }
  if (hasCollected && !signal.aborted) await fillFromCache(core, work, tally, signal)
  if (first !== null) throw first
}

interface Collecting {
  readonly stored: StoredBatch
  readonly tally: RunTally
  readonly signal: AbortSignal
}

/** @returns whether the batch is closed now */
async function collectBatch(core: CoreContext, work: RunWork, collecting: Collecting): Promise<boolean> {
  const { stored, signal } = collecting
  const access = await accessTo(core, stored, signal)
  const providerBatchId = stored.batch.providerBatchId ?? (await findBatch(core, stored, access))
  if (providerBatchId === null) return false
  try {
    const status = await access.api.status(providerBatchId, access.context)
    await storeStatus(core, stored, status)
    if (status.state === 'failed') return await close(core, stored, status.problem ?? 'The provider refused the batch.')
    if (status.state !== 'ended') return false
    await collectResults(core, work, { ...collecting, access, status })
    return true
  } catch (error) {
    if (!isGone(error, stored, core.engine.now())) throw error
    return await giveUpResults(core, stored)
  }
}

/** The provider's id of a batch whose submission was never answered; null while it is not known, or when there is none. */
async function findBatch(
  core: CoreContext,
  stored: StoredBatch,
  { api, context }: BatchAccess,
): Promise<string | null> {
  const { store, engine } = core
  const { id, requestCount } = stored.batch
  const found = await api.find(
    {
      ownId: id,
      requestCount,
      submittedAtMs: stored.submittedAtMs,
      isOurs: (customId) => cellNameIn(id, customId) !== null,
      isTaken: (batchId) => store.batches.isTaken(batchId),
    },
    context,
  )
  if (found.kind === 'found') {
    const change = { state: 'in-progress', providerBatchId: found.batchId, error: null } as const
    await engine.commits.add(() => store.batches.change(id, change))
    return found.batchId
  }
  const ageMs = engine.now() - stored.submittedAtMs
  if (found.kind === 'absent' && ageMs >= SURELY_LISTED_AFTER_MS) {
    const text = 'The batch never reached the provider. Nothing was billed. Resume the run to submit it again.'
    await release(core, stored, new AppError('interrupted', text, { retryable: true }))
  } else if (found.kind === 'undecided' && ageMs >= SURELY_ENDED_AFTER_MS) {
    // All candidates have ended by now: what is still open is one whose results nobody can read any more.
    await giveUpResults(core, stored)
  } else await engine.commits.add(() => store.batches.change(id, { lastCheckedAtMs: engine.now() }))
  return null
}

/** Cells of a batch that was never made were never asked: they are simply missing. */
async function release({ store, engine }: CoreContext, { batch }: StoredBatch, why: AppError): Promise<void> {
  await endRequests(engine.commits, store, batch.id, { error: null, mayHaveBeenBilled: false, nowMs: engine.now() })
  await engine.commits.add(() => store.batches.change(batch.id, { state: 'failed', error: toWireError(why) }))
}

async function close({ store, engine }: CoreContext, { batch }: StoredBatch, problem: string): Promise<true> {
  const error = toWireError(new AppError('provider-refused', problem))
  await endRequests(engine.commits, store, batch.id, { error, mayHaveBeenBilled: false, nowMs: engine.now() })
  await engine.commits.add(() => store.batches.change(batch.id, { state: 'failed', error }))
  return true
}

/** Whether the provider knows nothing of a batch, or of its results, when it must have ended long ago. */
function isGone(error: unknown, { submittedAtMs }: StoredBatch, nowMs: number): boolean {
  if (!(error instanceof ProviderError)) return false
  const { status } = error.failure
  return (status === 404 || status === 410) && nowMs - submittedAtMs > SURELY_ENDED_AFTER_MS
}

async function giveUpResults({ store, engine }: CoreContext, { batch }: StoredBatch): Promise<true> {
  const text = 'The provider no longer has the results of this batch. They may have been billed.'
  const error = toWireError(new AppError('provider-failed', text))
  await endRequests(engine.commits, store, batch.id, { error, mayHaveBeenBilled: true, nowMs: engine.now() })
  await engine.commits.add(() => store.batches.change(batch.id, { state: 'failed', error }))
  return true
}
