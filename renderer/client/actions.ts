import { createStore, type StoreApi } from 'zustand/vanilla'

/** Something the user can do here and now: listed in the palette, and run by its keys. */
export interface Action {
  readonly id: string
  /** A verb first: "Run prompt". */
  readonly label: string
  readonly group: string
  /** "mod+Enter", "alt+1", "?"; mod is Ctrl, or Command on a Mac. Absent = palette only. */
  readonly keys?: string
  readonly run: () => void
  /** True where a text has its own meaning for the keys: they act only while nothing is typed into. */
  readonly yieldsToText?: boolean
  /** True for those that only keys make sense for: the palette leaves them out. */
  readonly isHidden?: boolean
}

export interface Actions {
  /** In the order in which they were registered. */
  readonly sources: ReadonlyMap<symbol, readonly Action[]>
  readonly set: (source: symbol, actions: readonly Action[] | null) => void
}

export function createActions(): StoreApi<Actions> {
  return createStore<Actions>()((set) => ({
    sources: new Map(),
    set: (source, actions) =>
      set((state) => {
        const sources = new Map(state.sources)
        if (actions) sources.set(source, actions)
        else sources.delete(source)
        return { sources }
      }),
  }))
}

/** Whether a key press is what `keys` asks for. Keys without a modifier do not act while text is being typed. */
export function matchesKeys(event: KeyboardEvent, keys: string, isMac: boolean): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const needsMod = parts.includes('mod')
  const needsAlt = parts.includes('alt')
  const hasMod = isMac ? event.metaKey : event.ctrlKey
  const hasOther = isMac ? event.ctrlKey : event.metaKey
  if (needsMod !== hasMod || needsAlt !== event.altKey || hasOther) return false
  if (parts.includes('shift') !== event.shiftKey && /^([a-z]|Enter|Escape|Arrow\w+|F\d+)$/i.test(key)) return false
  if (!needsMod && !needsAlt && isTyping(event.target)) return false
  if (event.key.toLowerCase() === key.toLowerCase()) return true
  // Alt composes another character on a Mac; the key's position still tells.
  return event.code === `Digit${key}` || (needsAlt && isMac && event.code === `Key${key.toUpperCase()}`)
}

/** Whether keys go into a text. */
export function isTyping(target: EventTarget | null): boolean {
  // The window and the document are targets too, and have no closest().
  const element = target as Partial<HTMLElement> | null
  if (typeof element?.closest !== 'function') return false
  // A switch or a tab that was just clicked keeps the focus; nothing is typed into it.
  const fields = 'input:not([type="radio"], [type="checkbox"]), textarea, select, .monaco-editor'
  return element.isContentEditable === true || element.closest(fields) !== null
}
