import { onTestFinished } from 'vitest'
import { createEngineBench, type EngineBench, type EngineBenchOptions } from './engine-bench.ts'
import { openTempStore } from './temp-store.ts'

/** An engine bench on a library of its own; closed and removed at the end of the test. */
export async function openEngineBench(options: EngineBenchOptions): Promise<EngineBench> {
  const { store, clock } = await openTempStore()
  // Whoever waits for a time must find it there afterwards.
  const sleep = async (ms: number) => clock.advance(ms)
  const bench = createEngineBench(store, { sleep, ...options }, { now: clock.now })
  onTestFinished(() => bench.core.jobs.close())
  return bench
}
