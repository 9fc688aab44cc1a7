import type { Message } from '../../../../shared/domain/prompt.ts'

export interface FindQuery {
  readonly text: string
  readonly isRegex: boolean
  readonly isCaseSensitive: boolean
  readonly isWholeWord: boolean
}

export interface FoundText {
  readonly messageIndex: number
  readonly start: number
  readonly end: number
}

export interface FindOutcome {
  readonly found: readonly FoundText[]
  /** What is wrong with the pattern, for the user. */
  readonly problem: string | null
}

const MAX_FOUND = 10_000

/** A pattern may take for ever: see find-client.ts. Every place in any message that the query means, in order; places of no length are left out. */
export function findInMessages(messages: readonly Message[], query: FindQuery): FindOutcome {
  const compiled = compile(query)
  if (compiled.pattern === null) return { found: [], problem: compiled.problem }
  const found: FoundText[] = []
  for (const [messageIndex, { template }] of messages.entries()) {
    for (const match of template.matchAll(compiled.pattern)) {
      if (match[0] === '') continue
      if (found.length === MAX_FOUND) return { found, problem: null }
      found.push({ messageIndex, start: match.index, end: match.index + match[0].length })
    }
  }
  return { found, problem: null }
}

/** The messages with every such place replaced; `$1` and `$<name>` stand for groups in patterns only. */
export function replaceInMessages(messages: readonly Message[], query: FindQuery, replacement: string): Message[] {
  const { pattern } = compile(query)
  if (pattern === null) return [...messages]
  return messages.map((message) => ({
    ...message,
    template: query.isRegex
      ? message.template.replace(pattern, replacement)
      : message.template.replace(pattern, () => replacement),
  }))
}

type Compiled =
  | { readonly pattern: RegExp; readonly problem: null }
  | { readonly pattern: null; readonly problem: string | null }

function compile({ text, isRegex, isCaseSensitive, isWholeWord }: FindQuery): Compiled {
  if (text === '') return { pattern: null, problem: null }
  const source = isRegex ? text : text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
  const whole = isWholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source
  try {
    return { pattern: new RegExp(whole, isCaseSensitive ? 'gmu' : 'gimu'), problem: null }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { pattern: null, problem: `Not a valid pattern: ${said.slice(said.lastIndexOf(': ') + 2)}.` }
  }
}
