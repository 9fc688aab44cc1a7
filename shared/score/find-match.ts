/** A pattern of the user's and the text to look in; valid by compileRegex. */
export interface PatternQuestion {
  readonly pattern: string
  readonly flags: string
  readonly text: string
  /** 0 = the whole match. */
  readonly group: number
  readonly pick: 'first' | 'last'
}

/** What the group holds in the first or last match in which it takes part; null without such a match. */
export type FindMatch = (question: PatternQuestion) => string | null | Promise<string | null>

/**
 * Looks for a pattern in this thread, which a pattern that backtracks without end never gives back. The core lends a FindMatch
 * that can be stopped.
 *
 * It uses nothing from outside itself: its source is sent to a worker.
 */
export function findMatch({ pattern, flags, text, group, pick }: PatternQuestion): string | null {
  let found: string | null = null
  for (const match of text.matchAll(new RegExp(pattern, `${flags}g`))) {
    const value = match[group]
    if (value === undefined) continue
    found = value
    if (pick === 'first') break
  }
  return found
}
