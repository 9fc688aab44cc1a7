import type { ReactNode } from 'react'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { PromptPartial } from '../../../../shared/domain/partial.ts'
import { useNavigate, useServices } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { notifyUndo } from '../../../ui/notify.tsx'
import { useNameDialog } from '../../../ui/use-name-dialog.tsx'

export interface PartialCommands {
  readonly create: () => Promise<void>
  readonly rename: (partial: PromptPartial, name: string) => Promise<void>
  readonly askRename: (partial: PromptPartial) => Promise<void>
  readonly archive: (partial: PromptPartial) => Promise<void>
  readonly restore: (partialId: PromptPartial['id']) => Promise<void>
  /** Must be drawn once. */
  readonly dialog: ReactNode
}

const LABEL = 'Name: letters, digits, - and _'

/** What can be done to partials as a whole; archiving offers undo. */
export function usePartialCommands(projectId: ProjectId | null): PartialCommands {
  const { go, replace } = useNavigate()
  const { drafts } = useServices()
  const { askName, dialog } = useNameDialog()
  const create = useCommand('partials.create')
  const rename = useCommand('partials.rename')
  const archive = useCommand('partials.archive')

  async function renameTo(partial: PromptPartial, name: string): Promise<void> {
    // The new name goes into texts that may still be on their way to the library.
    if (await drafts.getState().flush()) await rename.run({ partialId: partial.id, name })
  }
  return {
    dialog,
    async create() {
      if (!projectId) return
      const name = await askName({ title: 'New partial', label: LABEL, verb: 'Create' })
      const made = name ? await create.run({ projectId, name }) : null
      if (made) go({ page: 'prompts', partialId: made.id })
    },
    rename: renameTo,
    async askRename(partial) {
      const name = await askName({ title: 'Rename partial', label: LABEL, verb: 'Rename', value: partial.name })
      if (name) await renameTo(partial, name)
    },
    async restore(partialId) {
      if (await archive.run({ partialId, isArchived: false })) go({ page: 'prompts', partialId })
    },
    async archive(partial) {
      if (!(await archive.run({ partialId: partial.id, isArchived: true }))) return
      replace({ page: 'prompts' })
      const undo = () => {
        void archive.run({ partialId: partial.id, isArchived: false }).then((restored) => {
          if (restored) replace({ page: 'prompts', partialId: partial.id })
        })
      }
      notifyUndo(`Archived partial "${partial.name}": what names it cannot be sent without it.`, undo, {
        redo: () => void archive.run({ partialId: partial.id, isArchived: true }),
      })
    },
  }
}
