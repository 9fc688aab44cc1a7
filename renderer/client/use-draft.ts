import { useCallback } from 'react'
import { useStore } from 'zustand'
import type { Variant, VariantContent } from '../../shared/domain/prompt.ts'
import { type Draft, shownContent, tabKeyOf } from './drafts.ts'
import { useServices } from './services.tsx'

export interface VariantDraft {
  /** What is on the screen. */
  readonly content: VariantContent
  readonly state: Draft['state']
  readonly problem: string | null
  readonly edit: (change: (content: VariantContent) => VariantContent) => void
  readonly flush: () => Promise<boolean>
}

/**
 * A variant as it is being written; edits save themselves.
 *
 * @param fixed shown in place of what the tab says: an earlier state or revision, which takes no edits
 */
export function useDraft(variant: Variant, fixed: VariantContent | null = null): VariantDraft {
  const { drafts } = useServices()
  const draft = useStore(drafts, (store) => store.byTab.get(tabKeyOf(variant)))
  const edit = useCallback(
    (change: (content: VariantContent) => VariantContent) => {
      if (fixed === null) drafts.getState().edit(variant, change)
    },
    [drafts, variant, fixed],
  )
  if (fixed) return { content: fixed, state: 'saved', problem: null, edit, flush: drafts.getState().flush }
  return {
    content: shownContent(variant, draft),
    state: draft?.state ?? 'saved',
    problem: draft?.problem ?? null,
    edit,
    flush: drafts.getState().flush,
  }
}
