import type { CoreContext } from '../../core-context.ts'
import { recover } from './recover.ts'

const LOOK_EVERY_MS = 5000

/** Recovers now and from time to time, since the owner of a job may also die while we run. Gives the function that ends it. */
export function keepRecovering({ store, ports, jobs, bus, changed }: CoreContext): () => void {
  function look(): void {
    const recovered = recover(store, ports.now(), (id) => jobs.isLive(id))
    for (const id of recovered) bus.publish('job.changed', jobs.get(id))
    if (recovered.length > 0) changed('runs')
  }
  look()
  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      ports.log.error('Looking for interrupted jobs failed.', error)
    }
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
