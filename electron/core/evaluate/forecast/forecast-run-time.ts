import type { RunPreview, TimeForecast } from '../../../../shared/domain/run.ts'
import { forecastTime, type ModelWork } from '../../../../shared/evaluate/forecast-time.ts'
import type { CoreContext } from '../../core-context.ts'
import type { ResolvedSpec } from '../resolve-spec.ts'

/** How long the calls of a plan will take, by what earlier calls of its models took, and within the limits that hold now. */
export function forecastRunTime(
  { store, engine }: Pick<CoreContext, 'store' | 'engine'>,
  { spec, models, providers }: Pick<ResolvedSpec, 'spec' | 'models' | 'providers'>,
  perModel: RunPreview['perModel'],
): TimeForecast {
  const limits = store.settings.get().modelRateLimits
  const work = perModel.flatMap((told): ModelWork[] => {
    const model = models.find(({ id }) => id === told.modelId)
    if (!model) return []
    const { providerId, isSimulation } = model
    const own = limits[model.id]?.requestsPerMinute ?? null
    // What the provider's refusals have taught holds as the user's own word does.
    const learnt = engine.rates.requestsPerMinute(model.id)
    const requestsPerMinute = own === null ? learnt : Math.min(own, learnt ?? own)
    const tokensPerMinute = limits[model.id]?.tokensPerMinute ?? null
    const history = store.results.timedCallsOf(model.id, spec.mode === 'flex' ? 'flex' : 'standard')
    return [{ ...told, providerId, isSimulation, history, requestsPerMinute, tokensPerMinute }]
  })
  return forecastTime(work, providers, spec.mode)
}
