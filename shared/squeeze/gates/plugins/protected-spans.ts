import { lockedSpans } from '../../../compress/protect-spans.ts'
import type { Message } from '../../../domain/prompt.ts'
import type { TextFacts } from '../../ledger/text-facts.ts'
import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'protected-spans',
  label: 'Code, data, addresses and locked text',
  check({ prompt, after: messages, rulesBefore, rulesAfter }) {
    const lock = brokenLock(prompt.messages, messages)
    if (lock !== null) return `“${short(lock)}” is locked by you and would be lost.`
    const before = exactTexts(rulesBefore, prompt.facts)
    const after = exactTexts(rulesAfter, prompt.facts)
    for (const text of before) if (!after.has(text)) return `“${short(text)}” is not there any more, byte for byte.`
    for (const text of after) if (!before.has(text)) return `“${short(text)}” was not there before.`
    return null
  },
}

function exactTexts(text: string, { spans }: TextFacts): ReadonlySet<string> {
  return new Set((['code', 'json', 'url'] as const).flatMap((kind) => [...spans(text, kind).keys()]))
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

/** A locked text that stands there less often than before, or null. */
function brokenLock(before: readonly Message[], after: readonly Message[]): string | null {
  for (const [index, { template, locked = [] }] of before.entries()) {
    for (const text of locked) {
      const had = lockedSpans(template, [text]).length
      if (lockedSpans(after[index]?.template ?? '', [text]).length < had) return text
    }
  }
  return null
}
