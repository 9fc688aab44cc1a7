import type { Cell } from '../domain/run.ts'

type Outcome = Pick<Cell, 'state' | 'output' | 'score' | 'hasPassed'>

/**
 * Tells whether two cells of a row came out alike; a row where not all do is "different".
 *
 * Scored cells are alike when they passed alike with the same score, whatever they say; unscored ones when their
 * outputs are the same but for white space around them; failed ones are alike.
 */
export function isSameOutcome(a: Outcome, b: Outcome): boolean {
  if (a.state !== b.state) return false
  if (a.state === 'failed') return true
  if (a.hasPassed === null || b.hasPassed === null)
    return a.hasPassed === b.hasPassed && a.output.trim() === b.output.trim()
  return a.hasPassed === b.hasPassed && Math.abs((a.score ?? 0) - (b.score ?? 0)) < 1e-9
}
