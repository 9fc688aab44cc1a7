import { AppError } from '../../contract/errors.ts'
import { ReferenceOptions, referencesOf } from '../references.ts'
import type { Scorer } from '../scorer.ts'
import { thresholdVerdict } from '../threshold-verdict.ts'
import { gramOverlap, wordsOf } from '../word-grams.ts'

export const plugin: Scorer = {
  id: 'gleu',
  label: 'GLEU',
  description: 'Groups of one to four words that output and reference share: the lesser of precision and recall.',
  group: 'similarity',
  value: { isRequired: true, hint: 'Reference text, such as {{expected}}' },
  options: ReferenceOptions,
  score({ output, value, options }) {
    if (output === '') throw new AppError('bad-input', 'GLEU says nothing about an empty output.')
    const parsed = ReferenceOptions.parse(options)
    const words = wordsWithoutStops(output)
    const scores = referencesOf(value, parsed).map((reference) => gleuScore(words, wordsWithoutStops(reference)))
    return thresholdVerdict('GLEU', Math.max(...scores), parsed.threshold)
  },
}

/** @see Wu et al. 2016, https://arxiv.org/abs/1609.08144, section 5.2 */
function gleuScore(candidate: readonly string[], reference: readonly string[]): number {
  let shared = 0
  let candidateCount = 0
  let referenceCount = 0
  for (let size = 1; size <= 4; size++) {
    const overlap = gramOverlap(candidate, reference, size)
    shared += overlap.shared
    candidateCount += overlap.candidateCount
    referenceCount += overlap.referenceCount
  }
  return shared / Math.max(candidateCount, referenceCount)
}

function wordsWithoutStops(text: string): readonly string[] {
  return wordsOf(text).map(withoutStops)
}

/** "etc..." → "etc"; not by a pattern, which would take quadratic time for dots before a letter. */
function withoutStops(word: string): string {
  let end = word.length
  while (word[end - 1] === '.') end--
  return word.slice(0, end)
}
