import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { countPrompt } from '../evaluate/calls/count-prompt.ts'
import { VariableCounts } from '../evaluate/forecast/variable-counts.ts'

export function breakdownHandlers({ store, engine }: CoreContext): Pick<Handlers, 'breakdown.count'> {
  const variableCounts = new VariableCounts(store.evalSets, engine.encoders)
  return {
    'breakdown.count': async ({ messages, partials, evalSetId, encoding }, { signal }) => {
      const evalSet = evalSetId === null ? null : store.evalSets.get(evalSetId)
      const encoder = await engine.encoders.load(encoding)
      const counts = await countPrompt(store.evalSets, { messages, partials, evalSet, encoder, signal })
      return { ...counts, variables: evalSet ? [...(await variableCounts.of(evalSet, encoding))] : [] }
    },
  }
}
