import { keepLocks } from '../../../../shared/compress/keep-locks.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { singleChange } from '../../../../shared/domain/single-change.ts'

/** The messages with one changed; where its text changes, its locks go along unless they are given. */
export function replaceMessage(list: readonly Message[], index: number, change: Partial<Message>): Message[] {
  return list.map((message, at) => {
    if (at !== index) return message
    const { template } = change
    if (template === undefined || !message.locked) return { ...message, ...change }
    return { ...message, locked: keepLocks(message, template, singleChange(message.template, template)), ...change }
  })
}
