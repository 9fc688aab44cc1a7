import type { Variant, VariantContent } from '../../../../shared/domain/prompt.ts'
import { shownContent, tabKeyOf } from '../../../client/drafts.ts'
import { useServices } from '../../../client/services.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'

/** Puts an earlier text on a variant's tab as a new state, so that nothing is lost by it; undo puts back what was there. */
export function useRestoreText(): (head: Variant, content: VariantContent, what: string) => void {
  const { drafts } = useServices()
  return (head, content, what) => {
    const { byTab, edit, flush } = drafts.getState()
    const before = shownContent(head, byTab.get(tabKeyOf(head)))
    edit(head, () => content)
    void flush()
    const takeBack = () => {
      edit(head, () => before)
      void flush()
    }
    notifyUndo(`Restored ${what} on ${head.letter}.`, takeBack, { isBrief: true })
  }
}
