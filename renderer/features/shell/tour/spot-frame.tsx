import { useEffect, useState } from 'react'
import styles from './tour.module.css'

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A frame around the first of these elements that is on the page; it takes no click away from what it frames. */
export function SpotFrame({ testIds }: { readonly testIds: readonly string[] }) {
  const box = useBox(testIds)
  if (!box) return null
  return <div className={styles.spot} style={box} aria-hidden="true" />
}

/** Looked at again after every change of the page, once a frame at most. */
function useBox(testIds: readonly string[]): Box | null {
  const [box, setBox] = useState<Box | null>(null)
  useEffect(() => {
    let frame = 0
    function look(): void {
      frame = 0
      const found = findBox(testIds)
      setBox((old) => (isSame(old, found) ? old : found))
    }
    function plan(): void {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    plan()
    const changes = new MutationObserver(plan)
    changes.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['style'] })
    window.addEventListener('resize', plan)
    document.addEventListener('scroll', plan, { capture: true, passive: true })
    return () => {
      cancelAnimationFrame(frame)
      changes.disconnect()
      window.removeEventListener('resize', plan)
      document.removeEventListener('scroll', plan, { capture: true })
    }
  }, [testIds])
  return box
}

const MARGIN_PX = 4

function findBox(testIds: readonly string[]): Box | null {
  for (const id of testIds) {
    const found = document.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect()
    if (!found || found.width === 0) continue
    return {
      left: found.left - MARGIN_PX,
      top: found.top - MARGIN_PX,
      width: found.width + 2 * MARGIN_PX,
      height: Math.min(found.height + 2 * MARGIN_PX, window.innerHeight),
    }
  }
  return null
}

function isSame(one: Box | null, other: Box | null): boolean {
  if (!one || !other) return one === other
  return one.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height
}
