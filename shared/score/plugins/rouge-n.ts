import { treeBankTokenize } from 'js-rouge'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { Scorer } from '../scorer.ts'
import { thresholdVerdict } from '../threshold-verdict.ts'
import { gramOverlap } from '../word-grams.ts'

const Options = z.strictObject({ threshold: z.number().min(0).max(1).default(0.75).describe('Passes from') })

/** The tokenizer looks around each quote and dot: longer texts would hold everything up. */
const MAX_CHARACTERS = 20_000

export const plugin: Scorer = {
  id: 'rouge-n',
  label: 'ROUGE-1',
  description: 'Words that output and reference share, ignoring case: the harmonic mean of precision and recall.',
  group: 'similarity',
  value: { isRequired: true, hint: 'Reference text, such as {{expected}}' },
  options: Options,
  score({ output, value, options }) {
    const { threshold } = Options.parse(options)
    return thresholdVerdict('ROUGE-1', rougeScore(tokens(output), tokens(value ?? '')), threshold)
  },
}

/** @see Lin 2004, https://aclanthology.org/W04-1013 */
function rougeScore(candidate: readonly string[], reference: readonly string[]): number {
  const { shared, candidateCount, referenceCount } = gramOverlap(candidate, reference, 1)
  if (shared === 0) return 0
  const precision = shared / candidateCount
  const recall = shared / referenceCount
  return (2 * precision * recall) / (precision + recall)
}

function tokens(text: string): readonly string[] {
  if (text.length > MAX_CHARACTERS)
    throw new AppError(
      'bad-input',
      `ROUGE-1 compares texts of at most ${MAX_CHARACTERS.toLocaleString('en-US')} characters.`,
    )
  return treeBankTokenize(text.toLowerCase())
}
