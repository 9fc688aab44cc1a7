import type { Edit } from '../../../../shared/domain/compression.ts'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { useServices } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { notifyUndo } from '../../../ui/notify.tsx'

export interface TakeEdits {
  readonly take: (variant: Variant, edits: readonly Edit[]) => Promise<void>
  readonly isTaking: boolean
}

/** Makes a new variant from the edits that were taken, and shows it; undo archives it again. */
export function useTakeEdits(onChoose: (letter: string) => void): TakeEdits {
  const { drafts } = useServices()
  const take = useCommand('compress.take')
  const archive = useCommand('variants.archive')
  return {
    isTaking: take.isRunning,
    async take(variant, edits) {
      const variantId = await drafts.getState().saveTab(variant)
      const made = variantId ? await take.run({ variantId, edits: [...edits] }) : null
      if (!made) return
      onChoose(made.letter)
      const saved = edits.reduce((sum, { savedTokens }) => sum + savedTokens, 0)
      notifyUndo(
        `Variant ${variantLabel(made)} made from ${variantLabel(variant)}: ${saved.toLocaleString('en-US')} tokens fewer.`,
        () => {
          void archive.run({ variantId: made.id, isArchived: true }).then(() => onChoose(variant.letter))
        },
      )
    },
  }
}
