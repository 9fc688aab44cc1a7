import { ReferenceOptions, referencesOf } from '../references.ts'
import type { Scorer } from '../scorer.ts'
import { thresholdVerdict } from '../threshold-verdict.ts'
import { gramOverlap, wordsOf } from '../word-grams.ts'

/** Stands for a precision of 0, whose logarithm is not finite; as promptfoo 0.121 has it. */
const SMOOTHED = 1e-7

export const plugin: Scorer = {
  id: 'bleu',
  label: 'BLEU',
  description: 'How many groups of one to four words of the output stand in a reference; short outputs lose.',
  group: 'similarity',
  value: { isRequired: true, hint: 'Reference text, such as {{expected}}' },
  options: ReferenceOptions,
  score({ output, value, options }) {
    const parsed = ReferenceOptions.parse(options)
    return thresholdVerdict('BLEU', bleuScore(output, referencesOf(value, parsed)), parsed.threshold)
  },
}

/**
 * BLEU of a sentence with even weights; lengths that the candidate is too short for are left out.
 *
 * @see Papineni et al., ACL 2002, https://doi.org/10.3115/1073083.1073135
 */
function bleuScore(candidate: string, references: readonly string[]): number {
  if (candidate.trim() === '') return 0
  const words = wordsOf(candidate)
  const lists = references.map(wordsOf)
  let logSum = 0
  let sizes = 0
  for (let size = 1; size <= Math.min(4, words.length); size++) {
    const shared = Math.max(...lists.map((list) => gramOverlap(words, list, size).shared))
    const precision = shared / (words.length - size + 1)
    logSum += Math.log(precision === 0 ? SMOOTHED : precision)
    sizes++
  }
  const closest = closestLength(lists, words.length)
  const brevity = words.length > closest ? 1 : Math.exp(1 - closest / words.length)
  return Math.min(1, brevity * Math.exp(logSum / sizes))
}

/** Of two that are equally close, the shorter. */
function closestLength(lists: readonly (readonly string[])[], length: number): number {
  const byDistance = lists
    .map((list) => list.length)
    .sort((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b)
  return byDistance[0] ?? 0
}
