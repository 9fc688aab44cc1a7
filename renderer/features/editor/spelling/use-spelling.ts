import { useEffect, useMemo, useRef, useState } from 'react'
import { useCommand } from '../../../client/use-command.ts'
import type { SpellingMarks } from '../../../monaco/spelling-marks.ts'
import { notifyUndo } from '../../../ui/notify.tsx'
import type { Desk } from '../use-desk.ts'
import { useSettledValue } from '../use-settled-value.ts'
import type { Misspelling } from './misspellings.ts'
import { createSpellingClient, type SpellingClient } from './spelling-client.ts'
import { type SpellingSwitch, useSpellingSwitch } from './use-spelling-switch.ts'

export interface Spelling extends SpellingSwitch {
  /** By message; null while it is off or not looked at yet. */
  readonly marks: readonly SpellingMarks[] | null
}

const PAUSE_MS = 350
const NO_WORDS: readonly string[] = []

/** The misspelled words of the text on the screen, found off this thread once typing pauses. */
export function useSpelling(desk: Desk): Spelling {
  const { isOn, toggle } = useSpellingSwitch()
  const messages = useSettledValue(desk.draft.content.messages, PAUSE_MS)
  const words = useProjectWords(desk)
  const client = useRef<SpellingClient | null>(null)
  const [found, setFound] = useState<readonly (readonly Misspelling[])[] | null>(null)

  useEffect(() => {
    if (!isOn) return
    const made = createSpellingClient()
    client.current = made
    return () => {
      made.dispose()
      client.current = null
      setFound(null)
    }
  }, [isOn])
  useEffect(() => {
    if (!isOn) return
    let isGone = false
    void client.current?.look(messages, words.list).then((looked) => {
      if (!isGone) setFound(looked)
    })
    return () => {
      isGone = true
    }
  }, [isOn, messages, words.list])

  const { add } = words
  const marks = useMemo(
    () =>
      found?.map((list) => ({
        words: list,
        suggest: async (word: string) => (await client.current?.suggest(word)) ?? NO_WORDS,
        add,
      })) ?? null,
    [found, add],
  )
  return { isOn, toggle, marks }
}

/** Words that the project takes for right, kept in the library. */
function useProjectWords({ prompt, settings }: Desk): {
  readonly list: readonly string[]
  readonly add: (word: string) => void
} {
  const { projectId } = prompt
  const save = useCommand('settings.save')
  const list = settings?.projectWords[projectId] ?? NO_WORDS
  const latest = useRef({ settings, save })
  latest.current = { settings, save }
  const add = useMemo(() => {
    function keep(change: (list: readonly string[]) => readonly string[]): void {
      const before = latest.current.settings?.projectWords
      if (!before) return
      const projectWords = { ...before, [projectId]: [...change(before[projectId] ?? NO_WORDS)] }
      void latest.current.save.run({ projectWords })
    }
    return (word: string) => {
      keep((words) => [...new Set([...words, word])])
      notifyUndo(`“${word}” is now a word of this project.`, () => keep((words) => words.filter((one) => one !== word)))
    }
  }, [projectId])
  return { list, add }
}
