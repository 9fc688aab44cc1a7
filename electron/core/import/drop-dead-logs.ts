import { setImmediate as nextTurn } from 'node:timers/promises'
import type { UsageLogId } from '../../../shared/domain/usage-log.ts'
import type { CoreContext } from '../core-context.ts'
import { isOwnerDead } from '../jobs/job-owner.ts'

/** A log is touched only when a piece of it is stored, and a client may take long for the next; an ended process is known at once. */
const PAUSE_MS = 600_000

interface DropOptions {
  /** See dropLog. */
  readonly drop: (id: UsageLogId) => Promise<void>
  /** Whether this process stores a piece of a log just now. */
  readonly isAdding: (id: UsageLogId) => boolean
}

/**
 * Takes out what imports of usage logs left that nobody goes on with, since their process was killed or their client is gone: the rows
 * would else count as imported before.
 */
export async function dropDeadLogs({ store, ports }: CoreContext, { drop, isAdding }: DropOptions): Promise<void> {
  while (store.db.open) {
    const nowMs = ports.now()
    // Read anew after each: a piece of another log may have come meanwhile.
    const dead = store.usageLogs
      .underWay()
      .find(({ id, owner, touchedAtMs }) => !isAdding(id) && isOwnerDead(owner ?? '', touchedAtMs + PAUSE_MS, nowMs))
    if (!dead) return
    await drop(dead.id)
  }
}

/** Row by row and in turns, so that others work meanwhile. Ends early where the library is closed: the next start goes on. */
export async function dropLog({ store, changed }: CoreContext, id: UsageLogId): Promise<void> {
  while (store.db.open && store.usageLogs.drop(id)) await nextTurn()
  changed('usage')
}
