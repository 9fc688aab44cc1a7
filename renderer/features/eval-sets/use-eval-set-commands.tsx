import type { ReactNode } from 'react'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { EvalSetId, ProjectId } from '../../../shared/domain/ids.ts'
import { useNavigate } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { notifyUndo } from '../../ui/notify.tsx'
import { useNameDialog } from '../../ui/use-name-dialog.tsx'

export interface EvalSetCommands {
  readonly open: (evalSetId: EvalSetId) => void
  readonly create: () => Promise<void>
  readonly rename: (evalSetId: EvalSetId, name: string) => Promise<void>
  readonly askRename: (evalSet: EvalSet) => Promise<void>
  readonly archive: (evalSet: EvalSet) => Promise<void>
  readonly restore: (evalSetId: EvalSetId) => Promise<void>
  /** Must be drawn once. */
  readonly dialog: ReactNode
}

/** What can be done to eval sets as a whole; archiving offers undo. */
export function useEvalSetCommands(
  projectId: ProjectId | null,
  rememberLast: (evalSetId: EvalSetId) => void,
): EvalSetCommands {
  const { go, replace } = useNavigate()
  const { askName, dialog } = useNameDialog()
  const create = useCommand('eval-sets.create')
  const rename = useCommand('eval-sets.rename')
  const archive = useCommand('eval-sets.archive')

  function open(evalSetId: EvalSetId): void {
    rememberLast(evalSetId)
    go({ page: 'eval-sets', evalSetId })
  }

  return {
    dialog,
    open,
    async create() {
      if (!projectId) return
      const name = await askName({ title: 'New eval set', label: 'Eval set name', verb: 'Create' })
      const made = name ? await create.run({ projectId, name }) : null
      if (made) open(made.id)
    },
    async rename(evalSetId, name) {
      await rename.run({ evalSetId, name })
    },
    async askRename({ id, name: value }) {
      const name = await askName({ title: 'Rename eval set', label: 'Eval set name', verb: 'Rename', value })
      if (name) await rename.run({ evalSetId: id, name })
    },
    async restore(evalSetId) {
      if (await archive.run({ evalSetId, isArchived: false })) go({ page: 'eval-sets', evalSetId })
    },
    async archive({ id, name }) {
      if (!(await archive.run({ evalSetId: id, isArchived: true }))) return
      replace({ page: 'eval-sets' })
      const undo = () => {
        void archive.run({ evalSetId: id, isArchived: false }).then((restored) => {
          if (restored) replace({ page: 'eval-sets', evalSetId: id })
        })
      }
      notifyUndo(`Archived eval set "${name}".`, undo, {
        redo: () => void archive.run({ evalSetId: id, isArchived: true }),
      })
    },
  }
}
