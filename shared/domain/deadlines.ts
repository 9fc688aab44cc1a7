import { z } from 'zod'

/** A day, which a timer can still count. */
export const MAX_WAIT_MS = 86_400_000

const WaitMs = z.number().int().min(100).max(MAX_WAIT_MS)

/** Time limits of a call, in milliseconds; a reasoning model's first byte gets 10 minutes at least. */
export const Deadlines = z.object({
  /** Until the request's first byte can leave. */
  connectMs: WaitMs,
  /** From there until the first piece of the answer; headers, pings and empty pieces do not count. */
  firstByteMs: WaitMs,
  /** Between two pieces of the answer. */
  idleMs: WaitMs,
  totalMs: WaitMs,
})
export type Deadlines = Readonly<z.infer<typeof Deadlines>>

export const defaultDeadlines: Deadlines = {
  connectMs: 10_000,
  firstByteMs: 120_000,
  idleMs: 60_000,
  totalMs: 900_000,
}
