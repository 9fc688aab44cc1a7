import { vi } from 'vitest'

/**
 * Runs work while timers go on by a millisecond per turn of the event loop: a busy
 * machine makes such time slower, and what has arrived is read before the next millisecond passes. So a deadline of 100 ms
 * means a hundred turns without an answer, however long these take.
 */
export async function withTurnClock<T>(work: () => Promise<T>): Promise<T> {
  const wait = globalThis.setTimeout
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let isOver = false
  const ticking = (async () => {
    while (!isOver) {
      await new Promise<void>((resolve) => wait(resolve, 1))
      vi.advanceTimersByTime(1)
    }
  })()
  try {
    return await work()
  } finally {
    isOver = true
    await ticking
    vi.useRealTimers()
  }
}
