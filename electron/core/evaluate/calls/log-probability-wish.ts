import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { Parameters } from '../../../../shared/domain/prompt.ts'
import type { RunSpec } from '../../../../shared/domain/run.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { needsLogProbabilities } from '../../../../shared/score/needs-log-probabilities.ts'
import type { Provider } from '../../providers/provider.ts'

/** The wish for log-probabilities, where the model can tell them; nothing elsewhere, so that the cache finds what it has. */
export function logProbabilityWish(
  { givesLogProbabilities }: Pick<Provider, 'givesLogProbabilities'>,
  model: CatalogModel,
  parameters: Parameters,
): { readonly wantsLogProbabilities?: true } {
  return givesLogProbabilities?.({ model, parameters }) ? { wantsLogProbabilities: true } : {}
}

/** Whether a run asks at all: by its own setting, or for an assertion. */
export function wantsLogProbabilitiesOf(
  { keepsLogProbabilities }: Pick<RunSpec, 'keepsLogProbabilities'>,
  assertions: readonly Assertion[],
): boolean {
  return keepsLogProbabilities || needsLogProbabilities(assertions)
}
