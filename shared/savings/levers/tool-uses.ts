import type { SavingsAnswer, SavingsColumn } from '../savings-input.ts'

/** What a tool costs every call, and how many of the answers called it. */
export interface ToolUse {
  readonly name: string
  /** Of its definition: its share of the text of all tools. */
  readonly tokens: number
  readonly answers: number
}

/** The tools that a column offers, those first that take most tokens for each answer that calls them. */
export function toolUses({ content, tokens }: SavingsColumn, answers: readonly SavingsAnswer[]): readonly ToolUse[] {
  const tools = content.parameters.tools ?? []
  const sizes = tools.map((tool) => JSON.stringify(tool).length)
  const size = sizes.reduce((sum, one) => sum + one, 0)
  const tokensPerUse = (use: ToolUse) => use.tokens / use.answers
  return (
    tools
      .map(({ name }, at) => ({
        name,
        tokens: (tokens.tools * (sizes[at] ?? 0)) / size,
        answers: answers.filter(({ toolNames }) => toolNames.includes(name)).length,
      }))
      // Two that are never called are both infinite, and their difference is no number: their tokens decide.
      .toSorted((a, b) => tokensPerUse(b) - tokensPerUse(a) || b.tokens - a.tokens)
  )
}

const MOST_TOLD = 12

/** "search: 420 tokens, called in 3.0 % of 200 answers", a sentence for each tool. */
export function toolNotes(uses: readonly ToolUse[], answers: number): readonly string[] {
  const told = uses.slice(0, MOST_TOLD).map(({ name, tokens, answers: calling }) => {
    const share =
      calling === 0
        ? `called in none of ${answers}`
        : `called in ${((calling / answers) * 100).toFixed(1)} % of ${answers}`
    return `${name}: ${Math.round(tokens).toLocaleString('en-US')} tokens of every call, ${share} answers.`
  })
  const more = uses.length - told.length
  return more > 0 ? [...told, `${more} more tools take less for each use.`] : told
}
