import type { SqueezeSnapshot } from '../../../shared/domain/squeeze.ts'

/** Every candidate's look at the hold-out; a squeeze that confirms one alone keeps only its verdict. */
export function looksOf({
  confirmations,
  verdict,
  bestArmId,
}: Pick<SqueezeSnapshot, 'confirmations' | 'verdict' | 'bestArmId'>): SqueezeSnapshot['confirmations'] {
  if (confirmations.length > 0 || verdict === null || bestArmId === null) return confirmations
  return [{ armId: bestArmId, verdict }]
}
