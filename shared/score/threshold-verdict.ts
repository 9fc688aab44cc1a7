import type { ScorerVerdict } from './scorer.ts'

/** The verdict of a score that must reach a threshold. */
export function thresholdVerdict(what: string, score: number, threshold: number): ScorerVerdict {
  const hasPassed = score >= threshold
  const reason = `${what} is ${score.toFixed(4)}, ${hasPassed ? 'at least' : 'less than'} the threshold ${threshold}.`
  return { score, hasPassed, reason }
}
