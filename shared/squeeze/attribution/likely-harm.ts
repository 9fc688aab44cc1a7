import type { SegmentWorth, SqueezeEdit } from '../../domain/squeeze.ts'
import { contentWords } from '../ledger/content-words.ts'

/** Of the answers that a cut changes, so many more turn wrong than right, as a rule; and a hold-out varies by about as much. */
const LOSS_SHARE = 0.25
/** A 90 % interval is so many standard errors wide. */
const INTERVAL_ERRORS = 3.29
const MIN_ERROR = 0.005

/**
 * How much score a cut may take, 0 to 1: what was measured, drawn towards what the answers that it decides could bring, and a
 * quarter of these for the risk. A few cases alone would let chance choose what goes, and the hold-out would show it.
 */
export function likelyHarm(
  { points, low, high }: Pick<SegmentWorth, 'points' | 'low' | 'high'>,
  churn: number,
): number {
  const error = Math.max((high - low) / 100 / INTERVAL_ERRORS, MIN_ERROR)
  const deviation = 0.001 + churn / 2
  const trust = deviation ** 2 / (deviation ** 2 + error ** 2)
  const mean = trust * (points / 100) + (1 - trust) * LOSS_SHARE * churn
  // No cut can take more than the answers that it decides.
  return Math.min(churn, Math.max(0, mean) + LOSS_SHARE * churn)
}

/** Before anything is measured: the share of cases, 0 to 1, that a text of its kind mostly decides. */
export function priorChurn(edit: SqueezeEdit): number {
  return 2 * priorHarm(edit)
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
