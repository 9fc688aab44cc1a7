import type { ModelRow } from './describe-model.ts'

const vector = {
  contextTokens: 8191,
  maxOutputTokens: null,
  structuredOutput: false,
  tools: false,
  embeds: true,
} as const

/** Models that give vectors, by provider: what the scorer `similar` asks. They are offered nowhere as ones that answer. */
export const embeddingModels: Readonly<Record<string, readonly ModelRow[]>> = {
  openai: [
    {
      name: 'text-embedding-3-large',
      label: 'Text embedding 3 large',
      prices: [0.13, 0, null, null, null],
      source: 'OpenAI pricing page',
      readOn: '2026-11-03',
      ...vector,
    },
    {
      name: 'text-embedding-3-small',
      label: 'Text embedding 3 small',
      prices: [0.02, 0, null, null, null],
      source: 'OpenAI pricing page',
      readOn: '2026-11-03',
      ...vector,
    },
  ],
  sandbox: [
    {
      name: 'embedding',
      label: 'Sandbox embedding (simulation)',
      prices: [0.02, 0, null, null, null],
      source: 'Example prices of the simulation; they speak for no real model',
      readOn: '2026-11-21',
      ...vector,
    },
  ],
}
