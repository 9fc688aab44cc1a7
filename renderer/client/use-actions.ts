import { useEffect, useRef } from 'react'
import type { Action } from './actions.ts'
import { useServices } from './services.tsx'

/** Offers actions in the palette and by keys while this component is mounted. */
export function useActions(list: readonly Action[]): void {
  const { actions } = useServices()
  const source = useRef(Symbol('actions'))
  const latest = useRef(list)
  latest.current = list
  // Functions differ at every render; what the palette and the help show does not.
  const shown = JSON.stringify(list)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` stands for the list
  useEffect(() => {
    const { set } = actions.getState()
    const stable = latest.current.map((action) => ({
      ...action,
      run: () => latest.current.find(({ id }) => id === action.id)?.run(),
    }))
    set(source.current, stable)
    return () => set(source.current, null)
  }, [actions, shown])
}
