import { setImmediate as nextTick } from 'node:timers/promises'

/** The longest that counting keeps the event loop to itself. */
const MAX_BUSY_MS = 15

/** Lets other work have its turn: call it between two small pieces of work. */
export function createTurns(): () => Promise<void> | null {
  let endsMs = performance.now() + MAX_BUSY_MS
  async function pause(): Promise<void> {
    await nextTick()
    endsMs = performance.now() + MAX_BUSY_MS
  }
  return () => (performance.now() < endsMs ? null : pause())
}
