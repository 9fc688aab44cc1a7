import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { SqueezeId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { SqueezeSnapshot } from '../../../shared/domain/squeeze.ts'
import { useJob } from '../../client/use-job.ts'
import { useRoute } from '../../client/use-route.ts'

const LEAST_WAIT_MS = 400

export interface FollowedSqueeze {
  readonly squeeze: SqueezeSnapshot | null
  /** The job that works on it, live. */
  readonly job: JobSnapshot | null
  readonly error: Error | null
  readonly refetch: () => void
}

/** A squeeze, read again while its job goes on; leaving the page does not touch it. */
export function useSqueeze(squeezeId: SqueezeId): FollowedSqueeze {
  const { data, error, refetch } = useRoute('squeeze.get', { squeezeId })
  const job = useJob(data?.jobId ?? null)
  const state = useRef({ timer: 0, nextAtMs: 0 })
  const revision = job?.revision ?? null

  useEffect(() => {
    const live = state.current
    if (revision === null || live.timer !== 0) return
    live.timer = window.setTimeout(
      () => {
        live.timer = 0
        live.nextAtMs = performance.now() + LEAST_WAIT_MS
        void refetch()
      },
      Math.max(0, live.nextAtMs - performance.now()),
    )
  }, [revision, refetch])

  useEffect(() => {
    const live = state.current
    return () => {
      window.clearTimeout(live.timer)
      live.timer = 0
    }
  }, [])

  return { squeeze: data ?? null, job, error: data ? null : error, refetch: () => void refetch() }
}

/** Puts what a command answered where the page reads it. */
export function useKeepSqueeze(): (squeeze: SqueezeSnapshot) => void {
  const queries = useQueryClient()
  return (squeeze) => {
    queries.setQueryData(['squeeze.get', { squeezeId: squeeze.id }], squeeze)
    void queries.invalidateQueries({ queryKey: ['squeeze.list'] })
  }
}
