import { useRemembered } from './use-remembered.ts'

export interface TabSwitch {
  /** Tab goes on to the next control; off, it types a tab into a text, and the keyboard stays in there. */
  readonly leavesText: boolean
  readonly toggle: () => void
}

/** What Tab does in texts. */
export function useTabSwitch(): TabSwitch {
  const [leavesText, setLeavesText] = useRemembered('tab-leaves-text', false)
  return { leavesText, toggle: () => setLeavesText(!leavesText) }
}
