import { useEffect, useMemo, useRef, useState } from 'react'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { createFindClient, type FindClient } from './find-client.ts'
import { type FindOutcome, type FindQuery, findInMessages, replaceInMessages } from './find-in-messages.ts'

export interface Find extends FindOutcome {
  /** The messages with every place replaced, and how many there were; null when a pattern was stopped. */
  readonly replace: (
    messages: readonly Message[],
    replacement: string,
  ) => Promise<{ readonly messages: Message[]; readonly count: number } | null>
}

const NOTHING: FindOutcome = { found: [], problem: null }

/** Plain text is found at once; patterns in a worker that is ended when one takes too long. */
export function useFind(messages: readonly Message[], query: FindQuery): Find {
  const client = useRef<FindClient>(null)
  const replacer = useRef<FindClient>(null)
  const [answered, setAnswered] = useState<FindOutcome>(NOTHING)
  const plain = useMemo(() => (query.isRegex ? null : findInMessages(messages, query)), [messages, query])

  useEffect(() => {
    if (!query.isRegex) return
    client.current ??= createFindClient()
    let isGone = false
    void client.current.ask({ messages, query, replacement: null }).then((answer) => {
      if (answer && !isGone) setAnswered(answer)
    })
    return () => {
      isGone = true
    }
  }, [messages, query])

  useEffect(
    () => () => {
      for (const ref of [client, replacer]) {
        ref.current?.dispose()
        ref.current = null
      }
    },
    [],
  )

  return {
    ...(plain ?? answered),
    async replace(newest, replacement) {
      if (!query.isRegex) {
        const count = findInMessages(newest, query).found.length
        return { messages: replaceInMessages(newest, query, replacement), count }
      }
      replacer.current ??= createFindClient()
      const answer = await replacer.current.ask({ messages: newest, query, replacement })
      return answer?.replaced ? { messages: answer.replaced, count: answer.found.length } : null
    },
  }
}
