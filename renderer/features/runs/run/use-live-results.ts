import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'

const LEAST_WAIT_MS = 1000
/** Reading again takes at most a fifth of the time, however large the run. */
const WAIT_FACTOR = 4

/** Reads what is shown of a run again while its cells arrive: at most once a second, the visible pages only. */
export function useLiveResults(runId: RunId, job: JobSnapshot | null): void {
  const queries = useQueryClient()
  const state = useRef({ nextAtMs: 0, isReading: false, timer: 0 })
  const done = job?.state === 'running' ? job.done : null

  useEffect(() => {
    const live = state.current
    if (done === null || done === 0 || live.isReading || live.timer !== 0) return
    async function read(): Promise<void> {
      live.timer = 0
      live.isReading = true
      const startMs = performance.now()
      await queries.invalidateQueries({
        predicate: ({ queryKey: [name, input] }) =>
          typeof name === 'string' &&
          (name.startsWith('results.') || name === 'runs.get') &&
          (input as { runId?: unknown } | null)?.runId === runId,
      })
      const tookMs = performance.now() - startMs
      live.nextAtMs = performance.now() + Math.max(LEAST_WAIT_MS, tookMs * WAIT_FACTOR)
      live.isReading = false
    }
    live.timer = window.setTimeout(() => void read(), Math.max(0, live.nextAtMs - performance.now()))
  }, [done, runId, queries])

  useEffect(() => {
    const live = state.current
    return () => {
      window.clearTimeout(live.timer)
      live.timer = 0
    }
  }, [])
}
