import { type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { useServices } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { notifyUndo } from '../../ui/notify.tsx'

export interface VariantCommands {
  readonly fork: (variant: Variant) => Promise<void>
  readonly rename: (variant: Variant, name: string) => Promise<void>
  readonly archive: (variant: Variant) => Promise<void>
  /** From an earlier revision as it is stored, whatever its tab says now. */
  readonly forkStored: (variant: Variant) => Promise<void>
  readonly setNote: (variant: Variant, note: string) => Promise<void>
  /** Brings an archived variant back. */
  readonly restore: (variant: Variant) => Promise<void>
}

export function useVariantCommands(onChoose: (letter: string) => void): VariantCommands {
  const { drafts } = useServices()
  const fork = useCommand('variants.fork')
  const rename = useCommand('variants.rename')
  const archive = useCommand('variants.archive')
  const setNote = useCommand('variants.set-note')
  const commands: VariantCommands = {
    async fork(variant) {
      // The fork starts from what is on the screen, so that must be in the library first, under its newest revision.
      const saved = await drafts.getState().saveTab(variant)
      const made = saved ? await fork.run({ variantId: saved }) : null
      if (made) onChoose(made.letter)
    },
    async forkStored(variant) {
      const made = await fork.run({ variantId: variant.id })
      if (made) onChoose(made.letter)
    },
    async setNote(variant, note) {
      await setNote.run({ variantId: variant.id, note })
    },
    async restore(variant) {
      const restored = await archive.run({ variantId: variant.id, isArchived: false })
      if (restored) onChoose(restored.letter)
    },
    async rename(variant, name) {
      await rename.run({ variantId: variant.id, name })
    },
    async archive(variant) {
      const saved = await drafts.getState().saveTab(variant)
      if (!saved || !(await archive.run({ variantId: saved, isArchived: true }))) return
      const undo = () => {
        void archive.run({ variantId: saved, isArchived: false }).then((restored) => {
          if (restored) onChoose(restored.letter)
        })
      }
      notifyUndo(`Archived variant ${variantLabel(variant)}.`, undo, { redo: () => void commands.archive(variant) })
    },
  }
  return commands
}
