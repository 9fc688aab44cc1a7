import { AppError } from '../../../shared/contract/errors.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function modelHandlers({
  store,
  models,
  providers,
  changed,
}: CoreContext): Pick<Handlers, 'models.list' | 'models.save' | 'models.remove'> {
  return {
    'models.list': () => models.all(),
    'models.save': ({ model }) => {
      const { providerId } = splitModelId(model.id)
      const provider = providers.get(providerId)
      if (model.providerId !== providerId) {
        throw new AppError('bad-input', `The model ${model.id} belongs to the provider "${providerId}".`)
      }
      // Never the client's word: a real model must not pass for a simulation, nor a simulation for a real model.
      const saved = store.models.save({ ...model, isSimulation: provider.kind === 'sandbox' })
      changed('models')
      return saved
    },
    'models.remove': ({ modelId }) => {
      if (!store.models.remove(modelId)) {
        throw new AppError('not-found', `There is no entry of your own for the model "${modelId}".`)
      }
      changed('models')
      return {}
    },
  }
}
