import { scoreOutput } from '../../../shared/evaluate/score-output.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function scorerHandlers({ validateJson, patterns }: CoreContext): Pick<Handlers, 'scorers.try'> {
  return {
    'scorers.try': async ({ assertion, output, evalCase }) => {
      const how = { validateJson, findMatch: patterns.find }
      const { assertions } = await scoreOutput({ output, assertions: [assertion], evalCase, ...how })
      const [result] = assertions
      if (result === undefined) throw new Error('scoreOutput gives one result for every assertion.')
      return result
    },
  }
}
