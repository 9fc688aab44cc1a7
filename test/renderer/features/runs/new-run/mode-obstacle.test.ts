import { expect, it } from 'vitest'
import { modeObstacle } from '../../../../../renderer/features/runs/new-run/mode-obstacle.ts'
import type { ModelOption } from '../../../../../renderer/features/runs/new-run/use-model-options.ts'
import { ModelId, ProviderId } from '../../../../../shared/domain/ids.ts'

function option(
  label: string,
  services: { hasBatches: boolean; hasFlex: boolean },
  factor: number | null,
): ModelOption {
  const prices = { input: 1, output: 2, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null }
  return {
    model: {
      id: ModelId.parse(`p/${label.toLowerCase().replaceAll(' ', '-')}`),
      providerId: ProviderId.parse('p'),
      label,
      contextTokens: null,
      maxOutputTokens: null,
      price: { prices, tiers: [], batchFactor: factor, flexFactor: factor, source: 'test', readOn: '2026-11-21' },
      capabilities: { temperature: true, stop: true, efforts: [], structuredOutput: true, tools: true },
      isSimulation: false,
      origin: 'catalog',
    },
    isChosen: true,
    obstacle: null,
    provider: {
      ...services,
      caching: 'none',
      id: ProviderId.parse('p'),
      kind: 'openai-compatible',
      label: 'P',
      baseUrl: null,
      needsKey: false,
      hasKey: false,
      keySource: null,
      keyVariable: null,
      maxConcurrency: 4,
      requestsPerMinute: null,
      tokensPerMinute: null,
      isRemovable: true,
    },
  }
}

const both = { hasBatches: true, hasFlex: true }

it('allows a batch only where every chosen model has a batch API and a batch price, and names those that have not', () => {
  const good = option('Good', both, 0.5)
  expect(modeObstacle('batch', [good, option('Also good', { ...both, hasFlex: false }, 0.5)])).toBeNull()
  const others = [option('Other', { ...both, hasBatches: false }, 0.5), option('No price', both, null)]
  expect(modeObstacle('batch', [good, ...others])).toBe(
    'Not by batch: Other, No price have no batch API or no known batch price.',
  )
  expect(modeObstacle('batch', [])).toBe('Choose a model first.')
})

it('allows flex only where every chosen model has the service at a known price, and live always', () => {
  const without = option('Without', { ...both, hasFlex: false }, 0.5)
  expect(modeObstacle('flex', [option('Good', both, 0.5)])).toBeNull()
  expect(modeObstacle('flex', [without])).toBe('Not by flex: Without has no flex service or no known flex price.')
  expect(modeObstacle('live', [without])).toBeNull()
})
