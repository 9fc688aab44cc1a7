import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { addLabel, judgeStatuses, nextLabelItem, undoLabel } from '../evaluate/judge/calibrations-of.ts'

type Names = 'judges.list' | 'judges.next-output' | 'judges.label' | 'judges.undo-label'

export function judgeHandlers({ store, changed }: CoreContext): Pick<Handlers, Names> {
  return {
    'judges.list': ({ runId }) => judgeStatuses(store, store.runs.get(runId)),
    'judges.next-output': ({ runId, ...wish }) => ({
      item: nextLabelItem(store, store.runs.get(runId), wish),
    }),
    'judges.label': ({ runId, ...label }) => {
      const calibration = addLabel(store, store.runs.get(runId), label)
      changed('runs')
      return calibration
    },
    'judges.undo-label': ({ runId, ...wish }) => {
      const calibration = undoLabel(store, store.runs.get(runId), wish)
      changed('runs')
      return calibration
    },
  }
}
