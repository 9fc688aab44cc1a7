import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import { type OutputScore, scoreOutput } from '../../../../shared/evaluate/score-output.ts'
import type { RunWork } from '../run-cells.ts'

/** An output's score by the assertions that the run began with. */
export function scoreCell(
  { stored, scoring }: Pick<RunWork, 'stored' | 'scoring'>,
  evalCase: EvalCase,
  output: string,
): Promise<OutputScore> {
  return scoreOutput({ output, assertions: stored.assertions, evalCase, ...scoring })
}
