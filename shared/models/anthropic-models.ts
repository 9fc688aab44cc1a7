import type { Effort } from '../domain/model.ts'
import type { ModelRow } from './describe-model.ts'

const LITELLM = 'LiteLLM model_prices_and_context_window.json'
const VENDOR = 'Anthropic pricing page'
const EFFORTS: readonly Effort[] = ['low', 'medium', 'high', 'max']
const batchFactor = 0.5

/** Claude 4.7 and later refuse sampling parameters; the older ones take a temperature. */
export const anthropicModels: readonly ModelRow[] = [
  { name: 'claude-fable-5-1', label: 'Claude Fable 5.1', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [10, 50, 0.25, 12.5, 20], batchFactor, efforts: EFFORTS, stop: true, source: VENDOR, readOn: '2026-10-07' },
  { name: 'claude-opus-5-5', label: 'Claude Opus 5.5', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [4, 20, 0.2, 5, 8], batchFactor, efforts: EFFORTS, stop: true, source: VENDOR, readOn: '2026-09-22' },
  { name: 'claude-opus-5', label: 'Claude Opus 5', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [5, 25, 0.5, 6.25, 10], batchFactor, efforts: EFFORTS, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-opus-4-8', label: 'Claude Opus 4.8', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [5, 25, 0.5, 6.25, 10], batchFactor, efforts: EFFORTS, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-opus-4-7', label: 'Claude Opus 4.7', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [5, 25, 0.5, 6.25, 10], batchFactor, efforts: EFFORTS, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-opus-4-6', label: 'Claude Opus 4.6', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [5, 25, 0.5, 6.25, 10], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-opus-4-5', label: 'Claude Opus 4.5', contextTokens: 200_000, maxOutputTokens: 128_000, prices: [5, 25, 0.5, 6.25, 10], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-sonnet-5-5', label: 'Claude Sonnet 5.5', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [2, 10, 0.1, 2.5, 4], batchFactor, efforts: EFFORTS, stop: true, source: VENDOR, readOn: '2026-10-07' },
  { name: 'claude-sonnet-5', label: 'Claude Sonnet 5', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [2, 10, 0.2, 2.5, 4], batchFactor, efforts: EFFORTS, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-sonnet-4-6', label: 'Claude Sonnet 4.6', contextTokens: 1_000_000, maxOutputTokens: 64_000, prices: [3, 15, 0.3, 3.75, 6], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-sonnet-4-5', label: 'Claude Sonnet 4.5', contextTokens: 200_000, maxOutputTokens: 64_000, prices: [3, 15, 0.3, 3.75, 6], tier: [200_000, [6, 22.5, 0.6, 7.5, 12]], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
  { name: 'claude-haiku-5-5', label: 'Claude Haiku 5.5', contextTokens: 1_000_000, maxOutputTokens: 128_000, prices: [0.1, 0.5, 0.01, 0.125, 0.2], tier: [100_000, [0.5, 2.5, 0.05, 0.625, 1]], batchFactor, efforts: EFFORTS, stop: true, source: VENDOR, readOn: '2026-10-07' },
  { name: 'claude-haiku-4-5', label: 'Claude Haiku 4.5', contextTokens: 200_000, maxOutputTokens: 64_000, prices: [1, 5, 0.1, 1.25, 2], batchFactor, temperature: true, stop: true, source: LITELLM, readOn: '2026-08-01' },
]
