import { useEffect, useState } from 'react'

/** The value once it has stood still for so long; at once when `waitMs` is 0. */
export function useSettledValue<T>(value: T, waitMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    if (waitMs === 0) return
    const timer = setTimeout(() => setSettled(() => value), waitMs)
    return () => clearTimeout(timer)
  }, [value, waitMs])
  return waitMs === 0 ? value : settled
}
