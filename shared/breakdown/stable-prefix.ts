import type { PromptCut } from './cut-prompt.ts'

export interface StablePrefix {
  /** Tokens from the beginning up to the first variable that changes between cases. */
  readonly tokens: number
  /** Where it ends; null when nothing changes: the whole prompt is one prefix. */
  readonly end: { readonly messageIndex: number; readonly offset: number; readonly variable: string } | null
  /** The tokens that would be stable if the variables that change stood later, one after the other in their order. */
  readonly ifMoved: readonly { readonly variable: string; readonly tokens: number }[]
}

/**
 * Finds how far a prompt is the same for every case, which is what a provider's cache can keep. System messages count
 * first, as providers send them.
 *
 * @param tokens   per cut, for the average case
 * @param isSystem whether a message is a system message
 * @param isFixed  whether a variable has the same value in every case
 */
export function stablePrefix(
  cuts: readonly PromptCut[],
  tokens: readonly number[],
  given: {
    readonly isSystem: (messageIndex: number) => boolean
    readonly isFixed: (variable: string) => boolean
  },
): StablePrefix {
  const { isSystem, isFixed } = given
  const indexes = cuts.map((_, index) => index)
  const isFirst = (index: number) => isSystem(cuts[index]?.messageIndex ?? 0)
  const order = [...indexes.filter(isFirst), ...indexes.filter((index) => !isFirst(index))]
  let stable = 0
  let end: StablePrefix['end'] = null
  const moved: string[] = []
  const prefixes: number[] = []
  for (const index of order) {
    const cut = cuts[index]
    if (!cut) continue
    const changing = cut.variables.find((variable) => !isFixed(variable))
    if (changing !== undefined && !moved.includes(changing)) {
      end ??= { messageIndex: cut.messageIndex, offset: cut.start, variable: changing }
      prefixes.push(stable)
      moved.push(changing)
    }
    if (changing === undefined) stable += tokens[index] ?? 0
  }
  prefixes.push(stable)
  return {
    tokens: prefixes[0] ?? 0,
    end,
    ifMoved: moved.map((variable, index) => ({ variable, tokens: prefixes[index + 1] ?? stable })),
  }
}
