import type { NanoUsd } from '../domain/money.ts'
import type { StablePrefix } from './stable-prefix.ts'

export interface MoveHint {
  /** To be moved behind the fixed text, in their order. */
  readonly variables: readonly string[]
  /** The stable prefix afterwards. */
  readonly tokens: number
  /** What it saves per month beside what caching saves already. */
  readonly savedNanoUsd: NanoUsd
}

/** Moving one variable more must save this much more, or the fewer are named. */
const WORTH_ONE_MORE = 1.1

/**
 * Which variables to move later so that more of the prompt can be cached, and what that would save.
 *
 * @param changeOf what caching a prefix of so many tokens changes per month; below 0 it saves
 * @returns null when no move saves anything
 */
export function moveHint(prefix: StablePrefix, changeOf: (tokens: number) => NanoUsd): MoveHint | null {
  const now = changeOf(prefix.tokens)
  let best: MoveHint | null = null
  for (const [index, { tokens }] of prefix.ifMoved.entries()) {
    const savedNanoUsd = now - changeOf(tokens)
    if (savedNanoUsd <= 0 || (best && savedNanoUsd < best.savedNanoUsd * WORTH_ONE_MORE)) continue
    best = { variables: prefix.ifMoved.slice(0, index + 1).map(({ variable }) => variable), tokens, savedNanoUsd }
  }
  return best
}
