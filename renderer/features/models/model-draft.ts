import { ModelId, ProviderId } from '../../../shared/domain/ids.ts'
import { type Capabilities, CatalogModel, type PriceRow } from '../../../shared/domain/model.ts'

/** A model as its form holds it; null = an empty field. */
export interface ModelDraft {
  readonly providerId: string
  /** What the provider calls it: the part of the id after the first slash. */
  readonly name: string
  readonly label: string
  readonly contextTokens: number | null
  readonly maxOutputTokens: number | null
  readonly isPriced: boolean
  readonly input: number | null
  readonly output: number | null
  readonly cacheRead: number | null
  readonly cacheWrite5m: number | null
  readonly cacheWrite1h: number | null
  /** What else is known of the price and has no field: it stays as it is. */
  readonly priceBefore: PriceRow | null
  readonly batchFactor: number | null
  readonly flexFactor: number | null
  readonly source: string
  readonly readOn: string
  readonly capabilities: Capabilities
  /** Not in the form: kept as it is. */
  readonly api: CatalogModel['api'] | null
  /** The same. */
  readonly embeds: boolean
}

export const OWN_SOURCE = 'entered by you'

/** @param today YYYY-MM-DD */
export function newModelDraft(today: string): ModelDraft {
  return {
    providerId: '',
    name: '',
    label: '',
    contextTokens: null,
    maxOutputTokens: null,
    isPriced: true,
    input: null,
    output: null,
    cacheRead: null,
    cacheWrite5m: null,
    cacheWrite1h: null,
    priceBefore: null,
    batchFactor: null,
    flexFactor: null,
    source: OWN_SOURCE,
    readOn: today,
    capabilities: { temperature: true, stop: true, efforts: [], structuredOutput: false, tools: false },
    api: null,
    embeds: false,
  }
}

export function modelDraftOf(model: CatalogModel, today: string): ModelDraft {
  const { price } = model
  return {
    providerId: model.providerId,
    name: model.id.slice(model.id.indexOf('/') + 1),
    label: model.label,
    contextTokens: model.contextTokens,
    maxOutputTokens: model.maxOutputTokens,
    isPriced: price !== null,
    input: price?.prices.input ?? null,
    output: price?.prices.output ?? null,
    cacheRead: price?.prices.cacheRead ?? null,
    cacheWrite5m: price?.prices.cacheWrite5m ?? null,
    cacheWrite1h: price?.prices.cacheWrite1h ?? null,
    priceBefore: price,
    batchFactor: price?.batchFactor ?? null,
    flexFactor: price?.flexFactor ?? null,
    source: price?.source ?? OWN_SOURCE,
    readOn: price?.readOn ?? today,
    capabilities: model.capabilities,
    api: model.api ?? null,
    embeds: model.embeds ?? false,
  }
}

/** The problems of a draft by field; none = it can be saved. */
export function modelProblems(draft: ModelDraft): ReadonlyMap<keyof ModelDraft, string> {
  const problems = new Map<keyof ModelDraft, string>()
  if (!ProviderId.safeParse(draft.providerId).success) problems.set('providerId', 'Choose a provider.')
  else if (draft.name.trim() === '') problems.set('name', 'A name is needed, as the provider writes it.')
  else if (!ModelId.safeParse(`${draft.providerId}/${draft.name.trim()}`).success) {
    problems.set('name', 'A model name has no spaces.')
  }
  if (draft.isPriced) {
    if (draft.input === null) problems.set('input', 'Needed, or mark the model as unpriced.')
    if (draft.output === null) problems.set('output', 'Needed, or mark the model as unpriced.')
    if (Number.isNaN(Date.parse(draft.readOn))) problems.set('readOn', 'The day the price was read.')
  }
  return problems
}

/** The model of a draft without problems; null otherwise. */
export function modelOf(draft: ModelDraft): CatalogModel | null {
  if (modelProblems(draft).size > 0) return null
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h, priceBefore, batchFactor, flexFactor, readOn } = draft
  const source = draft.source.trim() === '' ? OWN_SOURCE : draft.source.trim()
  const name = draft.name.trim()
  const model = CatalogModel.safeParse({
    id: `${draft.providerId}/${name}`,
    providerId: draft.providerId,
    label: draft.label.trim() === '' ? name : draft.label.trim(),
    contextTokens: draft.contextTokens,
    maxOutputTokens: draft.maxOutputTokens,
    price: draft.isPriced
      ? {
          ...priceBefore,
          prices: { input, output, cacheRead, cacheWrite5m, cacheWrite1h },
          batchFactor,
          ...(flexFactor === null && priceBefore?.flexFactor === undefined ? {} : { flexFactor }),
          source,
          readOn,
        }
      : null,
    capabilities: draft.capabilities,
    ...(draft.api ? { api: draft.api } : {}),
    ...(draft.embeds ? { embeds: true } : {}),
    // The core decides by the provider.
    isSimulation: false,
    origin: 'user',
  })
  return model.success ? model.data : null
}
