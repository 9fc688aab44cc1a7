import { setImmediate as nextTick } from 'node:timers/promises'

/** Lets other work have its turn. @throws the signal's reason after an abort */
export async function turn(signal: AbortSignal | undefined): Promise<void> {
  await nextTick()
  signal?.throwIfAborted()
}
