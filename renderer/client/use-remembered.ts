import { useCallback, useMemo, useSyncExternalStore } from 'react'

const CHANGED = 'pithy-remembered'

/**
 * State of the interface that outlives the page: which tab, which pane is folded. Never data of the library.
 *
 * @returns what is remembered, how to remember something else, and how to read it at a later moment, as undo does
 */
export function useRemembered<T>(key: string, initial: T): readonly [T, (value: T) => void, () => T] {
  const name = `pithy.${key}`
  const stored = useSyncExternalStore(subscribe, () => window.localStorage.getItem(name))
  const remember = useCallback(
    (value: T) => {
      window.localStorage.setItem(name, JSON.stringify(value))
      window.dispatchEvent(new Event(CHANGED))
    },
    [name],
  )
  const value = useMemo(() => parsed<T>(stored), [stored])
  return [value ?? initial, remember, () => parsed<T>(window.localStorage.getItem(name)) ?? initial]
}

/** What is read under our own name was written by `remember`. */
function parsed<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T)
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener)
  window.addEventListener('storage', listener)
  return () => {
    window.removeEventListener(CHANGED, listener)
    window.removeEventListener('storage', listener)
  }
}
