import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Place } from '../../client/router.ts'
import { usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useCommand } from '../../client/use-command.ts'

/** Every running job can be stopped from the palette; the one whose page is open also by the key that started it. */
export function useStopActions(jobs: readonly JobSnapshot[]): void {
  const place = usePlace()
  const cancel = useCommand('jobs.cancel')
  useActions(
    jobs.map((job) => ({
      id: `stop-${job.id}`,
      label: `Stop ${job.title}`,
      group: 'Running',
      ...(isHere(job, place) ? { keys: 'mod+Enter' } : {}),
      run: () => void cancel.run({ jobId: job.id }),
    })),
  )
}

function isHere({ subjectId }: JobSnapshot, place: Place): boolean {
  return place.page === 'runs' && place.runId === subjectId
}
