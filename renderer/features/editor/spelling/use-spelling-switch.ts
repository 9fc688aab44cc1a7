import { useRemembered } from '../../../client/use-remembered.ts'

export interface SpellingSwitch {
  readonly isOn: boolean
  readonly toggle: () => void
}

/** Whether the spelling is checked: off until it is asked for, since prompts come in every language. */
export function useSpellingSwitch(): SpellingSwitch {
  const [isOn, setIsOn] = useRemembered('spelling', false)
  return { isOn, toggle: () => setIsOn(!isOn) }
}
