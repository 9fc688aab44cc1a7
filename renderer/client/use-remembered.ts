import { useCallback, useMemo, useSyncExternalStore } from 'react'

const CHANGED = 'pithy-remembered'

/** State of the interface that outlives the page: which tab, which pane is folded. Never data of the library. */
export function useRemembered<T>(key: string, initial: T): readonly [T, (value: T) => void] {
  const name = `pithy.${key}`
  const stored = useSyncExternalStore(subscribe, () => window.localStorage.getItem(name))
  const remember = useCallback(
    (value: T) => {
      window.localStorage.setItem(name, JSON.stringify(value))
      window.dispatchEvent(new Event(CHANGED))
    },
    [name],
  )
  // What is read under our own name was written by `remember`.
  const value = useMemo(() => (stored === null ? null : (JSON.parse(stored) as T)), [stored])
  return [stored === null ? initial : (value as T), remember]
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener)
  window.addEventListener('storage', listener)
  return () => {
    window.removeEventListener(CHANGED, listener)
    window.removeEventListener('storage', listener)
  }
}
