import { caseText } from '../paired/answer-grid.ts'

/** What can be read off a text before a model is asked; the exported rules in other languages count exactly alike. */
export const featureNames = ['characters', 'words', 'numbers', 'sentences', 'keywords', 'lines'] as const
export type FeatureName = (typeof featureNames)[number]
export type TextFeatures = Readonly<Record<FeatureName, number>>

/** Words that ask for more than a look-up: the keyword routers of the trade look for these. */
export const complexWords: readonly string[] = [
  ...['analyze', 'analyse', 'architecture', 'because', 'calculate', 'compare', 'contrast', 'create', 'debug', 'derive'],
  ...['design', 'difference', 'evaluate', 'explain', 'function', 'how', 'if', 'implement', 'optimize', 'plan'],
  ...['prove', 'reason', 'refactor', 'strategy', 'suppose', 'why'],
]

/** Plain ASCII classes on purpose: what counts as blank or digit must not differ between JavaScript and Python. */
export function textFeatures(variables: Readonly<Record<string, string>>): TextFeatures {
  const text = caseText(variables)
  const lower = text.toLowerCase()
  const wanted = new Set(complexWords)
  return {
    characters: [...text].length,
    words: lower.split(/[ \t\n\r\f\v]+/).filter((word) => word !== '').length,
    numbers: (text.match(/[0-9]+(?:[.,][0-9]+)*/g) ?? []).length,
    sentences: (text.match(/[.!?]+/g) ?? []).length,
    keywords: (lower.match(/[a-z]+/g) ?? []).filter((word) => wanted.has(word)).length,
    lines: text.split('\n').length,
  }
}
