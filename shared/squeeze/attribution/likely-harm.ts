import type { SegmentWorth, SqueezeEdit } from '../../domain/squeeze.ts'
import { contentWords } from '../content-words.ts'

/** How far a prior guess is mostly off, as a fraction of the score. */
const PRIOR_DEVIATION = 0.01
/** A 90 % interval is so many standard errors wide. */
const INTERVAL_ERRORS = 3.29

/**
 * How much score a cut may take, 0 to 1: what was measured, drawn towards what a text of its kind mostly brings. A few cases
 * alone would let chance choose what goes, and the hold-out would show it.
 */
export function likelyHarm(
  { points, low, high }: Pick<SegmentWorth, 'points' | 'low' | 'high'>,
  edit: SqueezeEdit | undefined,
): number {
  const prior = edit === undefined ? 0.01 : priorHarm(edit)
  const error = Math.max((high - low) / 100 / INTERVAL_ERRORS, 0.002)
  const trust = PRIOR_DEVIATION ** 2 / (PRIOR_DEVIATION ** 2 + error ** 2)
  const mean = trust * (points / 100) + (1 - trust) * prior
  // Doubt counts some: half a standard error of what is left of it.
  return Math.max(0, mean + (Math.sqrt(trust) * error) / 2)
}

/** Before anything is measured: definitions and lists of terms bring more than filler; examples and repetition little. */
export function priorHarm({ kind, changes, reason }: SqueezeEdit): number {
  if (kind === 'few-shot') return 0.004
  if (reason.startsWith('What it says is said elsewhere')) return 0.001
  const text = changes.map(({ original }) => original).join(' ')
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  // Terms one after another, with hardly a word between that says nothing: a definition.
  const density = contentWords(text).size / Math.max(1, words)
  return density > 0.6 ? 0.02 : 0.006
}
