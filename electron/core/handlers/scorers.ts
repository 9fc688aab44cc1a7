import { scoreOutput } from '../../../shared/evaluate/score-output.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { lendScoring } from '../evaluate/judge/lend-scoring.ts'
import { priceTry, tryPaid } from '../evaluate/judge/try-assertion.ts'

export function scorerHandlers(
  core: CoreContext,
): Pick<Handlers, 'scorers.try' | 'scorers.price' | 'scorers.try-paid'> {
  return {
    'scorers.try': async ({ assertion, output, evalCase }) => {
      // Whoever tries an assertion has it before their eyes, its code included.
      const how = lendScoring(core, { mayRunCode: true })
      const { assertions } = await scoreOutput({ output, assertions: [assertion], evalCase, ...how })
      const [result] = assertions
      if (result === undefined) throw new Error('scoreOutput gives one result for every assertion.')
      return result
    },
    'scorers.price': (tried) => priceTry(core, tried),
    'scorers.try-paid': (tried, { signal }) => tryPaid(core, tried, signal),
  }
}
