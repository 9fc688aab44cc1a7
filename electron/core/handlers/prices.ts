import { AppError } from '../../../shared/contract/errors.ts'
import { type ModelId, splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { previewImport } from '../../../shared/price-book/preview-import.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function priceHandlers({
  ports,
  store,
  models,
  providers,
  changed,
}: CoreContext): Pick<Handlers, 'prices.preview-import' | 'prices.apply-import'> {
  return {
    'prices.preview-import': ({ text, format, readOn }) => {
      const today = new Date(ports.now()).toISOString().slice(0, 10)
      return previewImport(text, {
        formatId: format,
        models: models.all(),
        providerIds: new Set(providers.all().map(({ id }) => id)),
        today,
        readOn: readOn === null || readOn > today ? today : readOn,
      })
    },
    'prices.apply-import': (approved) => {
      const own = new Map<ModelId, CatalogModel>(
        store.models.list().flatMap((model) => (model.origin === 'user' ? [[model.id, model] as const] : [])),
      )
      const touched = [...new Set([...approved.models.map(({ id }) => id), ...approved.removeIds])]
      store.models.replace(approved.models.map(checked), approved.removeIds)
      changed('models')
      return {
        models: touched.flatMap((id) => own.get(id) ?? []),
        removeIds: touched.filter((id) => !own.has(id)),
      }
    },
  }

  function checked(model: CatalogModel): CatalogModel {
    const provider = providers.get(splitModelId(model.id).providerId)
    if (provider.id !== model.providerId || provider.kind === 'sandbox')
      throw new AppError('bad-input', `The model ${model.id} cannot belong to the provider "${model.providerId}".`)
    return { ...model, isSimulation: false }
  }
}
