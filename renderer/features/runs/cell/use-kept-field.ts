import { useEffect, useRef, useState } from 'react'

const KEPT_AFTER_MS = 800

export interface KeptField<T> {
  readonly value: T
  readonly type: (value: T) => void
  readonly leave: () => void
}

export interface KeepField<T> {
  /** As the library has it. */
  readonly kept: T
  readonly keep: (value: T) => void
  /** Keeps it too, and tells of it. */
  readonly keepAndTell: (value: T, before: T) => void
}

/** A field that is kept at every pause in the typing and before the page goes, and told of once when it is left. */
export function useKeptField<T>({ kept, keep, keepAndTell }: KeepField<T>): KeptField<T> {
  const [typed, setTyped] = useState<{ readonly value: T; readonly saved: T; readonly before: T } | null>(null)

  function save(): void {
    if (!typed || typed.value === typed.saved) return
    keep(typed.value)
    setTyped({ ...typed, saved: typed.value })
  }
  function tell(): void {
    if (typed && typed.value !== typed.before) keepAndTell(typed.value, typed.before)
    else save()
  }
  const latest = useRef({ save, tell })
  latest.current = { save, tell }

  useEffect(() => {
    if (!typed) return
    const timer = setTimeout(() => latest.current.save(), KEPT_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typed])
  useEffect(() => {
    const beforeLeaving = () => latest.current.save()
    window.addEventListener('pagehide', beforeLeaving)
    return () => {
      window.removeEventListener('pagehide', beforeLeaving)
      // A field that is taken away with the focus in it is never left.
      latest.current.tell()
    }
  }, [])
  return {
    value: typed ? typed.value : kept,
    type: (value) => setTyped({ value, saved: typed ? typed.saved : kept, before: typed ? typed.before : kept }),
    leave() {
      tell()
      setTyped(null)
    },
  }
}
