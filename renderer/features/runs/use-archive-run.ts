import type { Run } from '../../../shared/domain/run.ts'
import { useCommand } from '../../client/use-command.ts'
import { notifyUndo } from '../../ui/notify.tsx'

/** Archives a run and offers to bring it back. */
export function useArchiveRun(): (run: Run) => Promise<boolean> {
  const { run: archive } = useCommand('runs.archive')
  return async (run) => {
    if (!(await archive({ runId: run.id, isArchived: true }))) return false
    notifyUndo(`Archived run "${run.name}".`, () => void archive({ runId: run.id, isArchived: false }))
    return true
  }
}
