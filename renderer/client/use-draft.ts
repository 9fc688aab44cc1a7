import { useCallback, useEffect, useState } from 'react'
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

export interface CalmDraft extends Pick<VariantDraft, 'content' | 'edit' | 'flush'> {
  /** What is typed by now, for whoever changes the text as a whole: `content` may be behind. */
  readonly newest: () => VariantContent
}

/**
 * A variant as it is being written, a little behind the keys: for what costs too much to be drawn at once.
 *
 * React draws it in pieces, and begins anew when a key comes in between; saving alone draws nothing.
 */
export function useCalmDraft(variant: Variant, fixed: VariantContent | null = null): CalmDraft {
  const { drafts, calmly } = useServices()
  const [held, setHeld] = useState<{ readonly variant: Variant; readonly content: VariantContent } | null>(null)
  const newest = useCallback(
    () => fixed ?? shownContent(variant, drafts.getState().byTab.get(tabKeyOf(variant))),
    [drafts, variant, fixed],
  )
  useEffect(() => {
    let last: VariantContent | null = null
    const follow = () => {
      const content = newest()
      if (content === last) return
      last = content
      calmly(follow, () => setHeld({ variant, content }))
    }
    follow()
    return drafts.subscribe(follow)
  }, [drafts, calmly, newest, variant])
  const edit = useCallback(
    (change: (content: VariantContent) => VariantContent) => {
      if (fixed === null) drafts.getState().edit(variant, change)
    },
    [drafts, variant, fixed],
  )
  // Another tab is shown at once, not with the last one's text until the effect has run.
  const content = fixed === null && held?.variant === variant ? held.content : newest()
  return { content, newest, edit, flush: drafts.getState().flush }
}
