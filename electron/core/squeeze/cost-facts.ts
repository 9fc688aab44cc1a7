import { cacheRule } from '../../../shared/cost/cache-rules.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import type { CostFacts } from '../../../shared/squeeze/expected-cost.ts'
import type { ResolvedSqueeze } from './squeeze-input.ts'

/** What a squeeze's cost gate and its reordering go by: the target model's price and its provider's rule of caching. */
export function costFacts({ model, spec }: Pick<ResolvedSqueeze, 'model' | 'spec'>): CostFacts {
  const { modelName } = splitModelId(model.id)
  return {
    price: model.price,
    cacheProfile: spec.cacheProfile,
    cacheRule: cacheRule({ providerKind: model.providerId, modelName }),
  }
}
