import { JsonPrefix } from './json-prefix.ts'
import type { StopChecker } from './stop-checker.ts'

const OPENING_FENCE = /^\s*```[\w-]*[ \t]*\r?\n/

/**
 * Stops an answer that can no longer become JSON.
 *
 * @param mayBeFenced lets the answer begin with a Markdown fence, and judges what stands inside; what follows is not read
 */
export function jsonPrefixChecker(mayBeFenced = false): StopChecker {
  const prefix = new JsonPrefix()
  let read: number | null = null
  let isOver = false
  return (text) => {
    if (isOver) return null
    read ??= startOf(text, mayBeFenced)
    if (read === null) return null
    while (read < text.length) {
      const isFenceEnd = mayBeFenced && prefix.isComplete && text[read] === '`'
      if (isFenceEnd || !prefix.take(text.charCodeAt(read))) {
        isOver = true
        return isFenceEnd ? null : `The answer is not JSON: character ${read + 1} cannot stand there.`
      }
      read += 1
    }
    return null
  }
}

/** Where the JSON begins; null while that cannot be told yet. */
function startOf(text: string, mayBeFenced: boolean): number | null {
  if (!mayBeFenced) return 0
  const fence = OPENING_FENCE.exec(text)
  if (fence) return fence[0].length
  return /^\s*(`{0,3}|```[\w-]*[ \t]*\r?)$/.test(text) ? null : 0
}
