import { type OutputScore, scoreOutput } from '../../../../shared/evaluate/score-output.ts'
import { answerFacts, type KnownAnswer } from '../cells/answer-facts.ts'
import type { QueuedCell } from '../cells/cell-queue.ts'
import type { RunWork } from '../cells/run-cells.ts'

/** An output's score by the assertions that the run began with. */
export function scoreCell(
  { stored, scoring, prompts }: Pick<RunWork, 'stored' | 'scoring' | 'prompts'>,
  { evalCase, column }: Pick<QueuedCell, 'evalCase' | 'column'>,
  known: KnownAnswer & { readonly output: string },
): Promise<OutputScore> {
  const answer = answerFacts(known, prompts.get(column.variantId)?.parameters)
  return scoreOutput({ output: known.output, answer, assertions: stored.assertions, evalCase, ...scoring })
}
