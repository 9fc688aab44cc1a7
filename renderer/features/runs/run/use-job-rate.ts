import { useEffect, useState } from 'react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'

const WINDOW_MS = 10_000

interface Sample {
  readonly jobId: string
  readonly atMs: number
  readonly done: number
}

/** Cells per second over the last ten seconds; null until it can be told. */
export function useJobRate(job: JobSnapshot | null): number | null {
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const jobId = job?.id ?? null
  const done = job?.done ?? 0
  const updatedAt = job?.updatedAt ?? null
  const startedAt = job?.startedAt ?? null
  useEffect(() => {
    if (jobId === null || updatedAt === null || startedAt === null) return
    const now = { jobId, atMs: Date.parse(updatedAt), done }
    const start = { jobId, atMs: Date.parse(startedAt), done: 0 }
    setSamples((before) => {
      const known = before.filter((sample) => sample.jobId === jobId && now.atMs - sample.atMs <= WINDOW_MS)
      return [...(known.length > 0 ? known : now.atMs - start.atMs <= WINDOW_MS ? [start] : []), now]
    })
  }, [jobId, done, updatedAt, startedAt])
  // What stands still has no rate: a time left would be that of before.
  useEffect(() => {
    if (samples.length === 0) return
    const timer = setTimeout(() => setSamples([]), WINDOW_MS)
    return () => clearTimeout(timer)
  }, [samples])
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.atMs <= first.atMs) return null
  return ((last.done - first.done) * 1000) / (last.atMs - first.atMs)
}
