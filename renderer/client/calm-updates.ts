import { startTransition } from 'react'

/** Long enough for the count of a key to come back from the worker, so that text and count are drawn in one go. */
const WAIT_MS = 40

/** Runs an update soon, together with all others that were asked for meanwhile; a later one takes the place of an equal key's. */
export type CalmUpdates = (key: object, update: () => void) => void

/** Gathers updates of what may follow a little behind the keys into one transition, which the next key may interrupt. */
export function createCalmUpdates(waitMs = WAIT_MS): CalmUpdates {
  const waiting = new Map<object, () => void>()
  return (key, update) => {
    if (waiting.size === 0) {
      setTimeout(() => {
        const updates = [...waiting.values()]
        waiting.clear()
        startTransition(() => {
          for (const one of updates) one()
        })
      }, waitMs)
    }
    waiting.set(key, update)
  }
}
