import { type Capabilities, Effort, type PriceTier, type TokenPrices } from '../../domain/model.ts'
import { collectModels } from '../collect-models.ts'
import { asRecord, type JsonRecord } from '../json-record.ts'
import { listedId } from '../listed-id.ts'
import type { ListedModel, PriceFormat, ReadOptions } from '../price-format.ts'
import { priceValue, tokenLimit } from '../price-value.ts'
import { SkipEntry } from '../skip-entry.ts'
import { basePrices, type ListedPrices, tierPrices } from '../tier-prices.ts'

/** The list of models.dev (MIT): providers with their models, prices in USD per million tokens (api.json, 2026-07-02). */
export const plugin: PriceFormat = {
  id: 'models-dev',
  label: 'models.dev',
  fileName: 'api.json',
  matches: (json) => Object.values(asRecord(json) ?? {}).some((provider) => asRecord(asRecord(provider)?.models)),
  read(json, options) {
    const entries = Object.entries(asRecord(json) ?? {}).flatMap(([provider, content]) =>
      Object.entries(asRecord(asRecord(content)?.models) ?? {}).map(([name, entry]) => ({
        name: `${provider}/${name}`,
        read: () => readEntry(provider, name, asRecord(entry), options),
      })),
    )
    return collectModels(entries)
  },
}

function readEntry(
  provider: string,
  name: string,
  entry: JsonRecord | null,
  { providerIds }: ReadOptions,
): ListedModel {
  if (!entry) throw new SkipEntry('not an object')
  const ids = listedId(provider, name, providerIds)
  const modalities = asRecord(entry.modalities)
  if (Array.isArray(modalities?.output) && !modalities.output.includes('text'))
    throw new SkipEntry(`does not answer in text (${modalities.output.join(', ')})`)
  if (entry.status === 'deprecated') throw new SkipEntry('deprecated')
  const cost = asRecord(entry.cost)
  if (!cost) throw new SkipEntry('no price per token')
  const prices = basePrices(pricesOf(cost))
  const reasoning = priceValue(cost.reasoning, 'cost.reasoning', 1)
  if (reasoning !== null && reasoning !== 0 && reasoning !== prices.output)
    throw new SkipEntry('reasoning has a price of its own, which the cost model does not know')
  const limit = asRecord(entry.limit)
  return {
    ...ids,
    label: typeof entry.name === 'string' && entry.name.trim() !== '' ? entry.name.trim() : null,
    // `context` holds the answer too; where the prompt has a limit of its own, that is what can be filled.
    contextTokens: tokenLimit(limit?.input) ?? tokenLimit(limit?.context),
    maxOutputTokens: tokenLimit(limit?.output),
    prices,
    tiers: tiersOf(cost, prices),
    batchFactor: null,
    flexFactor: null,
    usOnlyFactor: null,
    api: null,
    capabilities: capabilitiesOf(entry),
  }
}

function pricesOf(cost: JsonRecord): ListedPrices {
  return {
    input: priceValue(cost.input, 'cost.input', 1),
    output: priceValue(cost.output, 'cost.output', 1),
    cacheRead: priceValue(cost.cache_read, 'cost.cache_read', 1),
    cacheWrite5m: priceValue(cost.cache_write, 'cost.cache_write', 1),
    cacheWrite1h: null,
  }
}

/** `tiers` is the newer form; `context_over_200k` repeats it at a threshold that may be wrong (GPT-5.5: 272,000). */
function tiersOf(cost: JsonRecord, base: TokenPrices): readonly PriceTier[] {
  if (Array.isArray(cost.tiers)) {
    const tiers = cost.tiers.map((one: unknown) => {
      const tier = asRecord(one)
      const { type, size } = asRecord(tier?.tier) ?? {}
      const aboveInputTokens = tokenLimit(size)
      if (!tier || type !== 'context' || aboveInputTokens === null)
        throw new SkipEntry('a tier that does not go by the length of the prompt')
      return tierPrices(aboveInputTokens, pricesOf(tier), base)
    })
    return tiers.sort((a, b) => a.aboveInputTokens - b.aboveInputTokens)
  }
  const over200k = asRecord(cost.context_over_200k)
  return over200k ? [tierPrices(200_000, pricesOf(over200k), base)] : []
}

function capabilitiesOf(entry: JsonRecord): Capabilities {
  const options: readonly unknown[] = Array.isArray(entry.reasoning_options) ? entry.reasoning_options : []
  const values = options.map(asRecord).find((option) => option?.type === 'effort')?.values
  const efforts: readonly unknown[] = Array.isArray(values) ? values : []
  return {
    temperature: entry.temperature === true,
    // Not told; OpenAI's reasoning models refuse it, the others take it.
    stop: entry.reasoning !== true,
    efforts: Effort.options.filter((effort) => efforts.includes(effort)),
    structuredOutput: entry.structured_output === true,
    tools: entry.tool_call === true || asRecord(entry.tool_call)?.supported === true,
  }
}
