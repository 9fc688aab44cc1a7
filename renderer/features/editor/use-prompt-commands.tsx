import type { ReactNode } from 'react'
import type { ProjectId, PromptId } from '../../../shared/domain/ids.ts'
import type { Prompt } from '../../../shared/domain/prompt.ts'
import { useNavigate } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { notifyUndo } from '../../ui/notify.tsx'
import { useNameDialog } from '../../ui/use-name-dialog.tsx'
import { useImportPrompt } from './import/use-import-prompt.tsx'

export interface PromptCommands {
  readonly create: () => Promise<void>
  /** Asks for a prompt file of another tool. */
  readonly importFile: () => void
  readonly rename: (promptId: PromptId, name: string) => Promise<void>
  readonly askRename: (prompt: Prompt) => Promise<void>
  readonly archive: (prompt: Prompt) => Promise<void>
  readonly restore: (promptId: PromptId) => Promise<void>
  /** Must be drawn once. */
  readonly dialog: ReactNode
}

/** What can be done to prompts as a whole; archiving offers undo. */
export function usePromptCommands(projectId: ProjectId | null): PromptCommands {
  const { go, replace } = useNavigate()
  const { askName, dialog } = useNameDialog()
  const importing = useImportPrompt(projectId)
  const create = useCommand('prompts.create')
  const rename = useCommand('prompts.rename')
  const archive = useCommand('prompts.archive')

  const commands: PromptCommands = {
    dialog: (
      <>
        {dialog}
        {importing.dialog}
      </>
    ),
    importFile: importing.choose,
    async create() {
      if (!projectId) return
      const name = await askName({ title: 'New prompt', label: 'Prompt name', verb: 'Create' })
      const made = name ? await create.run({ projectId, name }) : null
      if (made) go({ page: 'prompts', promptId: made.id })
    },
    async rename(promptId, name) {
      await rename.run({ promptId, name })
    },
    async askRename(prompt) {
      const name = await askName({ title: 'Rename prompt', label: 'Prompt name', verb: 'Rename', value: prompt.name })
      if (name) await rename.run({ promptId: prompt.id, name })
    },
    async restore(promptId) {
      if (await archive.run({ promptId, isArchived: false })) go({ page: 'prompts', promptId })
    },
    async archive(prompt) {
      if (!(await archive.run({ promptId: prompt.id, isArchived: true }))) return
      replace({ page: 'prompts' })
      const undo = () => {
        void archive.run({ promptId: prompt.id, isArchived: false }).then((restored) => {
          if (restored) replace({ page: 'prompts', promptId: prompt.id })
        })
      }
      notifyUndo(`Archived prompt "${prompt.name}".`, undo, { redo: () => void commands.archive(prompt) })
    },
  }
  return commands
}
