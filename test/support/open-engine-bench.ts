import { onTestFinished } from 'vitest'
import { createEngineBench, type EngineBench, type EngineBenchOptions } from './engine-bench.ts'
import { openTempStore } from './temp-store.ts'

/** An engine bench on a library of its own; closed and removed at the end of the test. */
export async function openEngineBench(options: EngineBenchOptions): Promise<EngineBench> {
  const { store, clock } = await openTempStore()
  const bench = createEngineBench(store, options, { now: clock.now })
  onTestFinished(() => bench.core.jobs.close())
  return bench
}
