import type { Role } from '../domain/prompt.ts'
import type { PromptCut } from './cut-prompt.ts'

/** What a request marks for the cache of a provider that must be asked, with "all but the last message". */
export interface MarkedPrefix {
  /** Tokens of the average case from the beginning to the mark; 0 when there is nothing to mark. */
  readonly tokens: number
  /** The first variable in it that changes between cases: then it is written for every case and never read. */
  readonly changing: { readonly messageIndex: number; readonly offset: number; readonly variable: string } | null
}

/**
 * The system messages and every turn but the last, as shared/export/cached-messages.ts marks them. What is cached is all of it
 * or nothing: the stable prefix beyond the mark is not cached, and a part of what is marked cannot be read.
 *
 * @param tokens per cut, for the average case
 */
export function markedPrefix(
  cuts: readonly PromptCut[],
  tokens: readonly number[],
  given: { readonly roles: readonly Role[]; readonly isFixed: (variable: string) => boolean },
): MarkedPrefix {
  const { roles, isFixed } = given
  const last = roles.findLastIndex((role) => role !== 'system')
  let marked = 0
  let changing: MarkedPrefix['changing'] = null
  for (const [index, cut] of cuts.entries()) {
    if (cut.messageIndex === last) continue
    marked += tokens[index] ?? 0
    const variable = cut.variables.find((name) => !isFixed(name))
    if (variable !== undefined) changing ??= { messageIndex: cut.messageIndex, offset: cut.start, variable }
  }
  return { tokens: marked, changing }
}
