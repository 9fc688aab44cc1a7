import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Prompt } from '../../../shared/domain/prompt.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRunningJobs } from '../../client/use-job.ts'
import { useRoute } from '../../client/use-route.ts'

export interface PromptRun {
  readonly job: JobSnapshot
  readonly isStopping: boolean
  readonly stop: () => void
}

/** The run of this prompt that is under way; null while there is none. */
export function usePromptRun(prompt: Prompt): PromptRun | null {
  const jobs = useRunningJobs()
  const cancel = useCommand('jobs.cancel')
  const isAny = jobs.some(({ kind }) => kind === 'run')
  const runs = useRoute('runs.list', isAny ? { projectId: prompt.projectId, withArchived: false } : null).data ?? []
  const own = new Set<string>(
    runs.filter(({ columns }) => columns.some(({ promptId }) => promptId === prompt.id)).map(({ id }) => id),
  )
  const job = jobs.find(({ kind, subjectId }) => kind === 'run' && own.has(subjectId))
  return job ? { job, isStopping: cancel.isRunning, stop: () => void cancel.run({ jobId: job.id }) } : null
}
