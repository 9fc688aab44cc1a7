import { ModelId, ProviderId } from '../../shared/domain/ids.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'

/** $1 per million tokens in, $10 out: 1,000 and 10,000 nano-dollars a token. */
export function testModel(
  changes: { readonly id?: ModelId | string; readonly price?: null; readonly maxOutputTokens?: number } = {},
): CatalogModel {
  const id = ModelId.parse(changes.id ?? 'lab/one')
  return {
    id,
    providerId: ProviderId.parse(id.slice(0, id.indexOf('/'))),
    label: id,
    contextTokens: null,
    maxOutputTokens: changes.maxOutputTokens ?? 100,
    price:
      changes.price === null
        ? null
        : {
            prices: { input: 1, output: 10, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
            tiers: [],
            batchFactor: null,
            source: 'test',
            readOn: '2026-01-01',
          },
    capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
    isSimulation: false,
    origin: 'user',
  }
}
