import { needsLogProbabilities } from '../../../../shared/score/needs-log-probabilities.ts'
import type { CoreContext } from '../../core-context.ts'
import { logProbabilityWish, wantsLogProbabilitiesOf } from '../calls/log-probability-wish.ts'
import { pluginOf, type ResolvedSpec } from '../resolve-spec.ts'

/** Which models of a run cannot tell how sure they are, although it would be asked; none where it is not. */
export function logProbabilityNotes(
  core: Pick<CoreContext, 'providers'>,
  { spec, evalSet, models, variants }: ResolvedSpec,
): string[] {
  if (!wantsLogProbabilitiesOf(spec, evalSet.assertions)) return []
  const lost = needsLogProbabilities(evalSet.assertions)
    ? 'perplexity cannot be judged of its answers'
    : 'none are kept of its answers'
  return models.flatMap((model) => {
    const plugin = pluginOf(core, model)
    const tells = variants.every(
      ({ content }) => logProbabilityWish(plugin, model, content.parameters).wantsLogProbabilities,
    )
    if (tells) return []
    return [`${model.label} tells no log-probabilities here: ${lost}.`]
  })
}
