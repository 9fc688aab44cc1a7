import type { Cell } from '../../../../shared/domain/run.ts'

/** Mean over the trials that have a score; null when none has. */
export function meanScore(cells: readonly Pick<Cell, 'score'>[]): number | null {
  const scores = cells.flatMap(({ score }) => (score === null ? [] : [score]))
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length
}
