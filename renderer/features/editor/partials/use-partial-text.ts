import { useCallback, useEffect, useRef, useState } from 'react'
import type { PromptPartial } from '../../../../shared/domain/partial.ts'
import { useCommand } from '../../../client/use-command.ts'

export interface PartialText {
  readonly text: string
  readonly state: 'saved' | 'dirty' | 'failed'
  readonly edit: (text: string) => void
  readonly flush: () => void
}

const PAUSE_MS = 400

/** A partial's text as it is being written: saved at each pause, and when one leaves it. */
export function usePartialText({ id, text: stored }: PromptPartial): PartialText {
  const save = useCommand('partials.save')
  const [typed, setTyped] = useState<string | null>(null)
  const [state, setState] = useState<PartialText['state']>('saved')
  const waiting = useRef<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(save.run)
  latest.current = save.run

  const flush = useCallback(async () => {
    clearTimeout(timer.current)
    const text = waiting.current
    if (text === null) return
    waiting.current = null
    const saved = await latest.current({ partialId: id, text })
    if (waiting.current !== null) return
    setState(saved ? 'saved' : 'failed')
    if (!saved) waiting.current = text
    // From here on the library's text is shown again, also where someone else changes it.
    else setTyped(null)
  }, [id])

  useEffect(() => () => void flush(), [flush])

  return {
    text: typed ?? stored,
    state,
    edit(text) {
      waiting.current = text
      setTyped(text)
      setState('dirty')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), PAUSE_MS)
    },
    flush: () => void flush(),
  }
}
