import { setImmediate as nextTurn } from 'node:timers/promises'

/** The longest that other work waits for a slice, about. */
const SLICE_MS = 12

/**
 * Runs long work that pauses by itself (a generator of `shared/`) in slices, between which other work has its turn.
 *
 * @throws the signal's reason when it is aborted
 */
export async function inSteps<T>(work: Generator<unknown, T>, signal: AbortSignal): Promise<T> {
  for (let endMs = performance.now() + SLICE_MS; ; ) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() < endMs) continue
    await nextTurn()
    signal.throwIfAborted()
    endMs = performance.now() + SLICE_MS
  }
}
