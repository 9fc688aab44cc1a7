import { AppError } from '../../../shared/contract/errors.ts'
import { ModelId, type ProviderId, splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { ModelStore } from '../store/model-store.ts'

/** All models that can be chosen: shipped ones, ones found at an endpoint, and the user's own, which win over both. */
export interface ModelDirectory {
  /** Shipped ones first, in the catalog's order. */
  readonly all: () => CatalogModel[]
  /** @throws AppError `not-found` */
  readonly get: (id: ModelId) => CatalogModel
  /** Keeps what an endpoint listed; a model of the catalog stays as it is. */
  readonly setDiscovered: (providerId: ProviderId, modelNames: readonly string[]) => void
}

/** @param discounts what each provider takes off its list prices at this moment, by provider id */
export function createModelDirectory(
  catalog: readonly CatalogModel[],
  store: ModelStore,
  discounts: () => Readonly<Record<ProviderId, number>>,
): ModelDirectory {
  function byId(): Map<ModelId, CatalogModel> {
    const models = new Map<ModelId, CatalogModel>(catalog.map((model) => [model.id, model]))
    const stored = store.list()
    for (const model of stored) {
      if (model.origin === 'discovered' && !models.has(model.id)) models.set(model.id, model)
    }
    for (const model of stored) {
      if (model.origin === 'user') models.set(model.id, model)
    }
    const ratios = discounts()
    for (const [id, model] of models) models.set(id, withDiscount(model, ratios[model.providerId] ?? 0))
    return models
  }
  return {
    all: () => [...byId().values()],
    get(id) {
      const model = byId().get(id)
      if (model) return model
      throw new AppError(
        'not-found',
        `There is no model "${id}". Add it on the page Models, or check its provider so that its models are found.`,
      )
    },
    setDiscovered(providerId, modelNames) {
      const found = modelNames.map((name) => discoveredModel(providerId, name)).filter((model) => model !== null)
      store.setDiscovered(providerId, found)
    },
  }
}

/** Whatever an entry holds of a discount, the provider's holds: it may have changed since the entry was saved. */
function withDiscount(model: CatalogModel, discountRatio: number): CatalogModel {
  if (model.price === null || (discountRatio === 0 && model.price.discountRatio === undefined)) return model
  const { discountRatio: _stored, ...price } = model.price
  return { ...model, price: discountRatio === 0 || model.isSimulation ? price : { ...price, discountRatio } }
}

/** Nothing is known of it but its name: unpriced, and every parameter that a model may refuse is left out. */
function discoveredModel(providerId: ProviderId, name: string): CatalogModel | null {
  const id = ModelId.safeParse(`${providerId}/${name}`)
  // A name with spaces cannot be part of an id, and no known endpoint has one.
  if (!id.success) return null
  return {
    id: id.data,
    providerId,
    label: splitModelId(id.data).modelName,
    contextTokens: null,
    maxOutputTokens: null,
    price: null,
    capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
    isSimulation: false,
    origin: 'discovered',
  }
}
