import type { Capabilities, Effort } from '../../domain/model.ts'
import { collectModels } from '../collect-models.ts'
import { asRecord, type JsonRecord } from '../json-record.ts'
import { listedId } from '../listed-id.ts'
import type { ListedModel, PriceFormat, ReadOptions } from '../price-format.ts'
import { discountFactor, priceValue, tokenLimit } from '../price-value.ts'
import { SkipEntry } from '../skip-entry.ts'
import { basePrices, type ListedPrices, tierPrices } from '../tier-prices.ts'

const USD_PER_TOKEN = 1e6
/** `input_cost_per_token_above_200k_tokens_priority` and the like are other services, and must not match. */
const TIER_FIELD = /^(?:in|out)put_cost_per_token_above_(\d{1,5})k_tokens$/
const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** LiteLLM's list: one object by model name, prices in USD per single token (BerriAI/litellm, MIT; read 2026-08-01). */
export const plugin: PriceFormat = {
  id: 'litellm',
  label: 'LiteLLM',
  fileName: 'model_prices_and_context_window.json',
  matches: (json) => Object.values(asRecord(json) ?? {}).some((entry) => 'litellm_provider' in (asRecord(entry) ?? {})),
  read(json, options) {
    const entries = Object.entries(asRecord(json) ?? {})
      // A description of the fields, not a model.
      .filter(([name]) => name !== 'sample_spec')
      .map(([name, entry]) => ({ name, read: () => readEntry(name, asRecord(entry), options) }))
    return collectModels(entries)
  },
}

function readEntry(name: string, entry: JsonRecord | null, { providerIds, today }: ReadOptions): ListedModel {
  if (!entry) throw new SkipEntry('not an object')
  const provider = typeof entry.litellm_provider === 'string' ? entry.litellm_provider : ''
  const modelName = name.startsWith(`${provider}/`) ? name.slice(provider.length + 1) : name
  const ids = listedId(provider, modelName, providerIds)
  if (entry.mode !== 'chat' && entry.mode !== 'responses')
    throw new SkipEntry(`not a chat model (mode ${String(entry.mode ?? 'unknown')})`)
  if (typeof entry.deprecation_date === 'string' && entry.deprecation_date < today)
    throw new SkipEntry(`retired on ${entry.deprecation_date}`)
  const prices = basePrices(pricesOf(entry, ''))
  const reasoning = priceOf(entry, 'output_cost_per_reasoning_token')
  if (reasoning !== null && reasoning !== 0 && reasoning !== prices.output)
    throw new SkipEntry('reasoning has a price of its own, which the cost model does not know')
  const maxTokens = tokenLimit(entry.max_tokens)
  return {
    ...ids,
    label: null,
    contextTokens: tokenLimit(entry.max_input_tokens) ?? maxTokens,
    maxOutputTokens: tokenLimit(entry.max_output_tokens) ?? maxTokens,
    prices,
    tiers: thresholdsOf(entry).map((thousands) =>
      tierPrices(thousands * 1000, pricesOf(entry, `_above_${thousands}k_tokens`), prices),
    ),
    batchFactor: discountFactor(prices, serviceOf(entry, '_batches')),
    flexFactor: discountFactor(prices, serviceOf(entry, '_flex')),
    usOnlyFactor: usOnlyFactor(entry),
    api: entry.mode === 'responses' ? 'responses' : null,
    capabilities: capabilitiesOf(entry, provider),
  }
}

function priceOf(entry: JsonRecord, field: string): number | null {
  return priceValue(entry[field], field, USD_PER_TOKEN)
}

function pricesOf(entry: JsonRecord, suffix: string): ListedPrices {
  return {
    input: priceOf(entry, `input_cost_per_token${suffix}`),
    output: priceOf(entry, `output_cost_per_token${suffix}`),
    cacheRead: priceOf(entry, `cache_read_input_token_cost${suffix}`),
    cacheWrite5m: priceOf(entry, `cache_creation_input_token_cost${suffix}`),
    cacheWrite1h: priceOf(entry, `cache_creation_input_token_cost_above_1hr${suffix}`),
  }
}

function serviceOf(entry: JsonRecord, suffix: string) {
  return {
    input: priceOf(entry, `input_cost_per_token${suffix}`),
    output: priceOf(entry, `output_cost_per_token${suffix}`),
  }
}

function thresholdsOf(entry: JsonRecord): readonly number[] {
  const thousands = Object.keys(entry)
    .filter((field) => entry[field] !== null)
    .map((field) => Number(TIER_FIELD.exec(field)?.[1] ?? 0))
  return [...new Set(thousands)].filter((count) => count > 0).sort((a, b) => a - b)
}

function usOnlyFactor(entry: JsonRecord): number | null {
  const factor = asRecord(entry.provider_specific_entry)?.us
  return typeof factor === 'number' && factor >= 1 && factor <= 10 ? factor : null
}

/** What the list leaves open is taken as refused where sending it would fail: a reasoning model's temperature and stop. */
function capabilitiesOf(entry: JsonRecord, provider: string): Capabilities {
  const reasons = entry.supports_reasoning === true
  const takesSampling = typeof entry.supports_sampling_params === 'boolean' ? entry.supports_sampling_params : !reasons
  return {
    temperature: takesSampling,
    stop: takesSampling,
    efforts: EFFORTS.filter((effort) => takesEffort(entry, effort, reasons && provider === 'openai')),
    structuredOutput: entry.supports_response_schema === true || entry.supports_native_structured_output === true,
    tools: entry.supports_function_calling === true,
  }
}

/** OpenAI's reasoning models take low, medium and high without a flag of their own in the list. */
function takesEffort(entry: JsonRecord, effort: Effort, isOpenaiReasoner: boolean): boolean {
  const told = entry[`supports_${effort}_reasoning_effort`]
  if (typeof told === 'boolean') return told
  return isOpenaiReasoner && (effort === 'low' || effort === 'medium' || effort === 'high')
}
