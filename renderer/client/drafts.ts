import type { QueryClient } from '@tanstack/react-query'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../shared/contract/client.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { PromptId, VariantId } from '../../shared/domain/ids.ts'
import type { Variant, VariantContent } from '../../shared/domain/prompt.ts'
import type { UnsavedTexts } from './unsaved-texts.ts'

/** A pause in typing: saved, and kept in the tab's history. */
const PAUSE_MS = 500
/** Who types on without a pause loses no more than this. */
const SAVE_AT_LEAST_EVERY_MS = 800
const RETRY_AFTER_MS = 5000

/** A tab: its letter stays while saving makes new revisions under it. */
export type TabKey = `${PromptId}/${string}`

export function tabKeyOf(variant: Pick<Variant, 'promptId' | 'letter'>): TabKey {
  return `${variant.promptId}/${variant.letter}`
}

/** What was typed into a tab since the page opened. */
export interface Draft {
  /** The revision that the next save goes to. */
  readonly variantId: VariantId
  readonly content: VariantContent
  readonly state: 'dirty' | 'saving' | 'failed' | 'saved'
  /** When the library last took it; null before. */
  readonly savedAt: string | null
  /** Why it could not be saved, for the user. */
  readonly problem: string | null
}

export interface Drafts {
  readonly byTab: ReadonlyMap<TabKey, Draft>
  readonly edit: (variant: Variant, change: (content: VariantContent) => VariantContent) => void
  /** Saves at once; resolves with false when something could not be saved. */
  readonly flush: () => Promise<boolean>
  /** Saves one tab and gives the id of what is now on it; null when it could not be saved. */
  readonly saveTab: (variant: Variant) => Promise<VariantId | null>
  readonly hasUnsaved: () => boolean
  /** Shows what the library has wherever nothing waits to be saved: it may be another library. */
  readonly forgetSaved: () => void
}

/**
 * What a tab shows: the draft, unless the library has something newer from elsewhere.
 *
 * A saved draft goes on counting, since the list of variants may still be the one from before the save.
 */
export function shownContent(variant: Variant, draft: Draft | undefined): VariantContent {
  return draft && !isOutdated(draft, variant) ? draft.content : variant.content
}

function isOutdated(draft: Draft, variant: Variant): boolean {
  return draft.state === 'saved' && draft.savedAt !== null && variant.updatedAt > draft.savedAt
}

/** Keeps what is typed until the library has it, over page changes and lost connections. */
export function createDrafts(client: Client, queries: QueryClient, unsaved: UnsavedTexts): StoreApi<Drafts> {
  const pauses = new Map<TabKey, ReturnType<typeof setTimeout>>()
  const midTyping = new Map<TabKey, ReturnType<typeof setTimeout>>()
  const saving = new Map<TabKey, Promise<void>>()
  /** Saved in mid typing only: the history does not have them yet. */
  const unkept = new Set<TabKey>()

  const store = createStore<Drafts>()((_set, get) => ({
    byTab: new Map(),
    edit(variant, change) {
      const key = tabKeyOf(variant)
      const known = get().byTab.get(key)
      const before = known && !isOutdated(known, variant) ? known : undefined
      put(key, {
        variantId: before?.variantId ?? variant.id,
        content: change(before?.content ?? variant.content),
        state: before?.state === 'saving' ? 'saving' : 'dirty',
        savedAt: before?.savedAt ?? null,
        problem: null,
      })
      const { variantId, content } = get().byTab.get(key) ?? { variantId: variant.id, content: variant.content }
      unsaved.keep({ key, variantId, content, typedAt: new Date().toISOString() })
      schedulePause(key, PAUSE_MS)
      if (!midTyping.has(key)) scheduleMidTyping(key)
    },
    async flush() {
      await Promise.all([...get().byTab.keys()].map((key) => save(key, true)))
      return !get().hasUnsaved()
    },
    async saveTab(variant) {
      const key = tabKeyOf(variant)
      await save(key, true)
      const draft = get().byTab.get(key)
      if (!draft || isOutdated(draft, variant)) return variant.id
      return draft.state === 'saved' ? draft.variantId : null
    },
    hasUnsaved: () => [...get().byTab.values()].some(({ state }) => state !== 'saved'),
    forgetSaved: () =>
      store.setState({ byTab: new Map([...get().byTab].filter(([, { state }]) => state !== 'saved')) }),
  }))

  function put(key: TabKey, draft: Draft): void {
    store.setState({ byTab: new Map(store.getState().byTab).set(key, draft) })
  }

  function schedulePause(key: TabKey, afterMs: number): void {
    clearTimeout(pauses.get(key))
    pauses.set(
      key,
      setTimeout(() => void save(key, true), afterMs),
    )
  }

  function scheduleMidTyping(key: TabKey): void {
    const timer = setTimeout(() => {
      midTyping.delete(key)
      void save(key, false)
    }, SAVE_AT_LEAST_EVERY_MS)
    midTyping.set(key, timer)
  }

  /** One save at a time per tab; what is typed meanwhile is saved after it, into the revision that it made. */
  function save(key: TabKey, isPause: boolean): Promise<void> {
    if (isPause) {
      clearTimeout(pauses.get(key))
      clearTimeout(midTyping.get(key))
      midTyping.delete(key)
    }
    const before = saving.get(key) ?? Promise.resolve()
    const work = before.then(() => saveOnce(key, isPause))
    saving.set(key, work)
    return work
  }

  async function saveOnce(key: TabKey, isPause: boolean): Promise<void> {
    const draft = store.getState().byTab.get(key)
    if (!draft || (draft.state === 'saved' && !(isPause && unkept.has(key)))) return
    put(key, { ...draft, state: 'saving', problem: null })
    try {
      const { variantId, content } = draft
      const saved = await client.call('variants.save', { variantId, content, isPause })
      if (isPause) unkept.delete(key)
      else unkept.add(key)
      replaceInLists(queries, draft.variantId, saved)
      const now = store.getState().byTab.get(key) ?? draft
      const state = now.content === draft.content ? 'saved' : 'dirty'
      put(key, { ...now, variantId: saved.id, state, savedAt: saved.updatedAt })
      if (state === 'saved') unsaved.drop(key)
    } catch (error) {
      const now = store.getState().byTab.get(key) ?? draft
      put(key, { ...now, state: 'failed', problem: error instanceof Error ? error.message : String(error) })
      if (error instanceof AppError && error.retryable) schedulePause(key, RETRY_AFTER_MS)
    }
  }

  return store
}

/** Puts the saved revision where the one it replaces stood, before the list is read again: the tab never flickers. */
function replaceInLists(queries: QueryClient, replacedId: VariantId, saved: Variant): void {
  queries.setQueriesData<readonly Variant[]>({ queryKey: ['variants.list'] }, (list) =>
    list?.map((variant) => (variant.id === replacedId ? saved : variant)),
  )
  queries.setQueryData(['variants.get', { variantId: saved.id }], saved)
}
