import type { Effort } from '../domain/model.ts'
import type { ModelRow } from './describe-model.ts'

const LITELLM = 'LiteLLM model_prices_and_context_window.json'
const readOn = '2026-08-01'
const GEMINI: readonly Effort[] = ['low', 'medium', 'high']
const open = { temperature: true, stop: true } as const

/** Models that are reached through their vendor's OpenAI-compatible address, by provider preset. */
export const otherModels: Readonly<Record<string, readonly ModelRow[]>> = {
  google: [
    { name: 'gemini-3.8-flash', label: 'Gemini 3.8 Flash', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [0.75, 3.75, 0.075, null, null], batchFactor: 0.5, efforts: GEMINI, ...open, source: 'Google Gemini API pricing page; doubles on 2027-01-01', readOn: '2026-10-07' },
    { name: 'gemini-3.6-flash', label: 'Gemini 3.6 Flash', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [1.5, 7.5, 0.15, null, null], batchFactor: 0.5, efforts: GEMINI, ...open, source: LITELLM, readOn },
    { name: 'gemini-3.5-flash', label: 'Gemini 3.5 Flash', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [1.5, 9, 0.15, null, null], batchFactor: 0.5, efforts: GEMINI, ...open, source: LITELLM, readOn },
    { name: 'gemini-3.5-flash-lite', label: 'Gemini 3.5 Flash-Lite', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [0.3, 2.5, 0.03, null, null], batchFactor: 0.5, efforts: GEMINI, ...open, source: LITELLM, readOn },
    { name: 'gemini-3.1-flash-lite', label: 'Gemini 3.1 Flash-Lite', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [0.25, 1.5, 0.025, null, null], batchFactor: 0.5, efforts: GEMINI, ...open, source: LITELLM, readOn },
    { name: 'gemini-3.1-pro-preview', label: 'Gemini 3.1 Pro (preview)', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [2, 12, 0.2, null, null], tier: [200_000, [4, 18, 0.4, null, null]], batchFactor: 0.5, efforts: GEMINI, ...open, source: LITELLM, readOn },
    { name: 'gemini-2.5-pro', label: 'Gemini 2.5 Pro', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [1.25, 10, 0.125, null, null], tier: [200_000, [2.5, 15, 0.25, null, null]], batchFactor: 0.5, ...open, source: LITELLM, readOn },
    { name: 'gemini-2.5-flash', label: 'Gemini 2.5 Flash', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [0.3, 2.5, 0.03, null, null], batchFactor: 0.5, ...open, source: LITELLM, readOn },
    { name: 'gemini-2.5-flash-lite', label: 'Gemini 2.5 Flash-Lite', contextTokens: 1_048_576, maxOutputTokens: 65_536, prices: [0.1, 0.4, 0.01, null, null], batchFactor: 0.5, ...open, source: LITELLM, readOn },
  ],
  deepseek: [
    { name: 'deepseek-v4-flash', label: 'DeepSeek V4 Flash', contextTokens: 1_000_000, maxOutputTokens: 8192, prices: [0.14, 0.28, 0.0028, 0.14, null], ...open, source: LITELLM, readOn },
    { name: 'deepseek-v4-pro', label: 'DeepSeek V4 Pro', contextTokens: 1_000_000, maxOutputTokens: 8192, prices: [0.435, 0.87, 0.0036, 0.435, null], ...open, source: LITELLM, readOn },
  ],
  xai: [
    { name: 'grok-4.5', label: 'Grok 4.5', contextTokens: 500_000, maxOutputTokens: null, prices: [2, 6, 0.5, null, null], tier: [200_000, [4, 12, 1, null, null]], ...open, source: LITELLM, readOn },
    { name: 'grok-4.3', label: 'Grok 4.3', contextTokens: 1_000_000, maxOutputTokens: null, prices: [1.25, 2.5, 0.2, null, null], tier: [200_000, [2.5, 5, 0.4, null, null]], ...open, source: LITELLM, readOn },
  ],
  mistral: [
    { name: 'mistral-large-3', label: 'Mistral Large 3', contextTokens: 262_144, maxOutputTokens: null, prices: [0.5, 1.5, 0.05, null, null], batchFactor: 0.5, ...open, source: LITELLM, readOn },
    { name: 'mistral-small', label: 'Mistral Small', contextTokens: 131_072, maxOutputTokens: null, prices: [0.06, 0.18, 0.006, null, null], batchFactor: 0.5, ...open, source: LITELLM, readOn },
  ],
  groq: [
    { name: 'openai/gpt-oss-120b', label: 'gpt-oss-120b (Groq)', contextTokens: 131_072, maxOutputTokens: null, prices: [0.15, 0.6, 0.075, null, null], batchFactor: 0.5, efforts: ['low', 'medium', 'high'], ...open, source: LITELLM, readOn },
    { name: 'openai/gpt-oss-20b', label: 'gpt-oss-20b (Groq)', contextTokens: 131_072, maxOutputTokens: null, prices: [0.075, 0.3, 0.0375, null, null], batchFactor: 0.5, efforts: ['low', 'medium', 'high'], ...open, source: LITELLM, readOn },
    { name: 'llama-3.1-8b-instant', label: 'Llama 3.1 8B (Groq)', contextTokens: 131_072, maxOutputTokens: null, prices: [0.05, 0.08, null, null, null], batchFactor: 0.5, structuredOutput: false, ...open, source: LITELLM, readOn },
  ],
}
