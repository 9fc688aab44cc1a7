import type { FindAnswer, FindQuestion } from './find-client.ts'
import { findInMessages, replaceInMessages } from './find-in-messages.ts'

self.addEventListener('message', ({ data: { messages, query, replacement } }: MessageEvent<FindQuestion>) => {
  const outcome = findInMessages(messages, query)
  const replaced = replacement === null ? null : replaceInMessages(messages, query, replacement)
  const answer: FindAnswer = { ...outcome, replaced }
  self.postMessage(answer)
})
