import type { ScorerVerdict } from './scorer.ts'

/** The verdict of a plain check. The reason states what was found, so that it also explains a negated assertion. */
export function checkVerdict(hasPassed: boolean, reason: string): ScorerVerdict {
  return { score: hasPassed ? 1 : 0, hasPassed, reason }
}

/** Text for a reason: in quotes, on one line, cut to 60 characters. */
export function quoteText(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  const characters = [...line.slice(0, 130)]
  return `"${characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : line}"`
}
