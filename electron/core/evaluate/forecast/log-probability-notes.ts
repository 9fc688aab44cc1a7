import type { CoreContext } from '../../core-context.ts'
import { logProbabilityWish, wantsLogProbabilitiesOf } from '../calls/log-probability-wish.ts'
import type { ResolvedSpec } from '../resolve-spec.ts'

/** Which models of a run cannot tell how sure they are, although it would be asked; none where it is not. */
export function logProbabilityNotes(
  { providers }: Pick<CoreContext, 'providers'>,
  { spec, evalSet, models, variants }: ResolvedSpec,
): string[] {
  if (!wantsLogProbabilitiesOf(spec, evalSet.assertions)) return []
  return models.flatMap((model) => {
    if (!providers.has(model.providerId)) return []
    const plugin = providers.pluginOf(providers.get(model.providerId))
    const tells = variants.every(
      ({ content }) => logProbabilityWish(plugin, model, content.parameters).wantsLogProbabilities,
    )
    if (tells) return []
    return [`${model.label} tells no log-probabilities here: perplexity cannot be judged of its answers.`]
  })
}
