import { expect, it } from 'vitest'
import { batchObstacle } from '../../../../renderer/features/runs/new-run/batch-obstacle.ts'
import type { ModelOption } from '../../../../renderer/features/runs/new-run/use-model-options.ts'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'

function option(label: string, providerKind: ModelOption['providerKind'], batchFactor: number | null): ModelOption {
  const prices = { input: 1, output: 2, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null }
  return {
    model: {
      id: ModelId.parse(`p/${label.toLowerCase().replaceAll(' ', '-')}`),
      providerId: ProviderId.parse('p'),
      label,
      contextTokens: null,
      maxOutputTokens: null,
      price: { prices, tiers: [], batchFactor, source: 'test', readOn: '2026-11-21' },
      capabilities: { temperature: true, stop: true, efforts: [], structuredOutput: true, tools: true },
      isSimulation: false,
      origin: 'catalog',
    },
    isChosen: true,
    obstacle: null,
    providerKind,
  }
}

it('allows a batch only where every chosen model has a batch API and a batch price, and names those that have not', () => {
  const good = option('Good', 'openai', 0.5)
  expect(batchObstacle([good, option('Also good', 'anthropic', 0.5)])).toBeNull()
  expect(batchObstacle([good, option('Other', 'openai-compatible', 0.5), option('No price', 'openai', null)])).toBe(
    'Not by batch: Other, No price have no batch API or no known batch price.',
  )
  expect(batchObstacle([])).toBe('Choose a model first.')
})
