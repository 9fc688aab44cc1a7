import type { Effort } from '../domain/model.ts'
import type { ModelRow } from './describe-model.ts'

const LITELLM = 'LiteLLM model_prices_and_context_window.json'
const VENDOR = 'OpenAI pricing page'
const FROM_NONE: readonly Effort[] = ['none', 'low', 'medium', 'high', 'xhigh', 'max']
const FROM_LOW: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max']
const GPT_5: readonly Effort[] = ['minimal', 'low', 'medium', 'high']
const GPT_54: readonly Effort[] = ['none', 'low', 'medium', 'high', 'xhigh']
const O_SERIES: readonly Effort[] = ['low', 'medium', 'high']
const batchFactor = 0.5

/** Reasoning models take neither temperature nor stop. Cache writes are free before GPT-5.6, and cost 1.25 × input since. */
export const openaiModels: readonly ModelRow[] = [
  { name: 'gpt-6-astra', label: 'GPT-6 Astra', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [10, 50, 1, 12.5, null], tier: [272_000, [20, 75, 2, 25, null]], batchFactor, efforts: FROM_LOW, source: VENDOR, readOn: '2026-11-03' },
  { name: 'gpt-6.1-sol', label: 'GPT-6.1 Sol', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [2, 10, 0.1, 2.5, null], tier: [272_000, [4, 15, 0.2, 5, null]], batchFactor, efforts: FROM_LOW, source: VENDOR, readOn: '2026-09-29' },
  { name: 'gpt-6-sol', label: 'GPT-6 Sol', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [2, 10, 0.2, 2.5, null], batchFactor, efforts: FROM_NONE, source: VENDOR, readOn: '2026-09-22' },
  { name: 'gpt-6-luna', label: 'GPT-6 Luna', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [0.1, 0.5, 0.01, 0.125, null], batchFactor, efforts: FROM_NONE, source: VENDOR, readOn: '2026-09-22' },
  { name: 'gpt-5.6-sol', label: 'GPT-5.6 Sol', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [4, 20, 0.4, 5, null], batchFactor, efforts: FROM_NONE, source: VENDOR, readOn: '2026-09-22' },
  { name: 'gpt-5.6-terra', label: 'GPT-5.6 Terra', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [2, 12, 0.2, 2.5, null], batchFactor, efforts: FROM_NONE, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5.6-luna', label: 'GPT-5.6 Luna', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [0.2, 1.2, 0.02, 0.25, null], batchFactor, efforts: FROM_NONE, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5.5', label: 'GPT-5.5', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [5, 30, 0.5, 5, null], tier: [272_000, [10, 45, 1, 10, null]], batchFactor, efforts: GPT_54, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5.4', label: 'GPT-5.4', contextTokens: 1_050_000, maxOutputTokens: 128_000, prices: [2.5, 15, 0.25, 2.5, null], tier: [272_000, [5, 22.5, 0.5, 5, null]], batchFactor, efforts: GPT_54, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5.4-mini', label: 'GPT-5.4 mini', contextTokens: 272_000, maxOutputTokens: 128_000, prices: [0.75, 4.5, 0.075, 0.75, null], batchFactor, efforts: GPT_54, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5.4-nano', label: 'GPT-5.4 nano', contextTokens: 272_000, maxOutputTokens: 128_000, prices: [0.2, 1.25, 0.02, 0.2, null], batchFactor, efforts: GPT_54, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5', label: 'GPT-5', contextTokens: 272_000, maxOutputTokens: 128_000, prices: [1.25, 10, 0.125, 1.25, null], batchFactor, efforts: GPT_5, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5-mini', label: 'GPT-5 mini', contextTokens: 272_000, maxOutputTokens: 128_000, prices: [0.25, 2, 0.025, 0.25, null], batchFactor, efforts: GPT_5, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-5-nano', label: 'GPT-5 nano', contextTokens: 272_000, maxOutputTokens: 128_000, prices: [0.05, 0.4, 0.005, 0.05, null], batchFactor, efforts: GPT_5, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-4.1', label: 'GPT-4.1', contextTokens: 1_047_576, maxOutputTokens: 32_768, prices: [2, 8, 0.5, 2, null], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-4.1-mini', label: 'GPT-4.1 mini', contextTokens: 1_047_576, maxOutputTokens: 32_768, prices: [0.4, 1.6, 0.1, 0.4, null], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-4.1-nano', label: 'GPT-4.1 nano', contextTokens: 1_047_576, maxOutputTokens: 32_768, prices: [0.1, 0.4, 0.025, 0.1, null], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-4o', label: 'GPT-4o', contextTokens: 128_000, maxOutputTokens: 16_384, prices: [2.5, 10, 1.25, 2.5, null], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'gpt-4o-mini', label: 'GPT-4o mini', contextTokens: 128_000, maxOutputTokens: 16_384, prices: [0.15, 0.6, 0.075, 0.15, null], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'o3', label: 'o3', contextTokens: 200_000, maxOutputTokens: 100_000, prices: [2, 8, 0.5, 2, null], batchFactor, efforts: O_SERIES, source: LITELLM, readOn: '2026-08-01' },
  { name: 'o4-mini', label: 'o4-mini', contextTokens: 200_000, maxOutputTokens: 100_000, prices: [1.1, 4.4, 0.275, 1.1, null], batchFactor, efforts: O_SERIES, source: LITELLM, readOn: '2026-08-01' },
]
