import type { Verdict } from '../../domain/verdict.ts'

interface Candidate {
  readonly verdict: Verdict
  readonly savedNanoUsd: number
}

/**
 * Sorts candidates, the best first: what is shown not to be worse comes before what is undecided, and that before what is known to be
 * worse or saves nothing; of equals what saves most.
 */
export function byPromise(a: Candidate, b: Candidate): number {
  return rank(b) - rank(a) || b.savedNanoUsd - a.savedNanoUsd
}

function rank({ verdict, savedNanoUsd }: Candidate): number {
  if (savedNanoUsd <= 0) return 0
  if (verdict.kind === 'not-worse-and-cheaper') return 4
  if (verdict.kind === 'cheaper-undecided') return 3
  return verdict.kind === 'unknown' ? 2 : 1
}
