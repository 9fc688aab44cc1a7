import { useRemembered } from '../../../client/use-remembered.ts'

export interface GutterSwitch {
  readonly isOn: boolean
  readonly toggle: () => void
}

/** Whether tokens and money stand beside the text. */
export function useGutterSwitch(): GutterSwitch {
  const [isOn, setIsOn] = useRemembered('part-gutter', false)
  return { isOn, toggle: () => setIsOn(!isOn) }
}
