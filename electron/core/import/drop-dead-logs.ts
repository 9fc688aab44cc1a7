import { setImmediate as nextTurn } from 'node:timers/promises'
import type { UsageLogId } from '../../../shared/domain/usage-log.ts'
import type { CoreContext } from '../core-context.ts'
import { isOwnerDead } from '../jobs/job-owner.ts'

/** A log is touched only when a piece of it is stored, and a client may take long for the next; an ended process is known at once. */
const PAUSE_MS = 600_000

/**
 * Takes out what imports of usage logs left that nobody goes on with, since their process was killed or their client is gone: the rows
 * would else count as imported before.
 *
 * @param isAdding whether this process stores a piece of a log just now
 */
export async function dropDeadLogs(core: CoreContext, isAdding: (id: UsageLogId) => boolean): Promise<void> {
  const { store, ports } = core
  const nowMs = ports.now()
  for (const { id, owner, touchedAtMs } of store.usageLogs.underWay())
    if (!isAdding(id) && isOwnerDead(owner ?? '', touchedAtMs + PAUSE_MS, nowMs)) await dropLog(core, id)
}

/** Row by row and in turns, so that others work meanwhile. Ends early where the library is closed: the next start goes on. */
export async function dropLog({ store, changed }: CoreContext, id: UsageLogId): Promise<void> {
  while (store.db.open && store.usageLogs.drop(id)) await nextTurn()
  changed('usage')
}
