import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { countUsage } from '../../../../electron/core/evaluate/calls/count-usage.ts'
import { usageFromAnthropic } from '../../../../electron/core/providers/formats/usage-anthropic.ts'
import { usageFromOpenai, usageFromResponses } from '../../../../electron/core/providers/formats/usage-openai.ts'
import { costOf } from '../../../../shared/cost/cost-of.ts'
import { PriceRow } from '../../../../shared/domain/model.ts'
import { nanoToUsd } from '../../../../shared/domain/money.ts'
import { Usage } from '../../../../shared/domain/usage.ts'
import { EncoderStore } from '../../../../shared/tokens/encodings.ts'

const folder = path.join(import.meta.dirname, '../../../fixtures/usages')
const READERS = {
  'openai-chat': usageFromOpenai,
  'openai-responses': usageFromResponses,
  anthropic: usageFromAnthropic,
} as const

const BilledUsage = z.strictObject({
  about: z.string(),
  protocol: z.enum(['openai-chat', 'openai-responses', 'anthropic']),
  service: z.enum(['standard', 'batch', 'flex']).default('standard'),
  region: z.enum(['any', 'us-only']).default('any'),
  usage: z.record(z.string(), z.unknown()),
  normalised: Usage,
  price: PriceRow,
  /** How the bill comes about, by hand. */
  arithmetic: z.string(),
  billedUsd: z.number().positive(),
})

const billed = readdirSync(folder).map((name) => ({
  name,
  ...BilledUsage.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))),
}))

describe('the predicted cost of a recorded usage', () => {
  it.each(billed)('equals the bill: $name', ({ protocol, usage, normalised, price, service, region, billedUsd }) => {
    const read = READERS[protocol](usage)
    expect(read).toEqual(normalised)
    const cost = read && costOf({ usage: read, price, service, region })
    // The promise is one per cent; nothing but the rounding to nano-dollars may be off.
    expect(Math.abs(nanoToUsd(cost?.nanoUsd ?? 0) - billedUsd)).toBeLessThanOrEqual(2e-9)
    expect(cost?.assumedClasses).toEqual([])
  })

  it('covers every protocol, service and class of tokens', () => {
    expect(new Set(billed.map(({ protocol }) => protocol)).size).toBe(3)
    expect(new Set(billed.map(({ service }) => service)).size).toBe(3)
    for (const name of Object.keys(Usage.shape).filter((key) => key.endsWith('Tokens'))) {
      expect(
        billed.some(({ normalised }) => Number(normalised[name as keyof Usage]) > 0),
        name,
      ).toBe(true)
    }
  })
})

it('is within one per cent of the bill, and marked as an estimate, when the provider sent no usage', async () => {
  const sentence = 'The cat sat on the mat.'
  const usage = await countUsage(new EncoderStore(), {
    providerKind: 'openai',
    modelName: 'gpt-4o-mini',
    messages: [
      { role: 'system', content: sentence },
      { role: 'user', content: Array(40).fill(sentence).join(' ') },
    ],
    output: Array(20).fill(sentence).join(' '),
  })
  // o200k_base has 7 tokens for the sentence. OpenAI adds 3, and 3 and the role's token per message: 7 + 280 + 3 + 2 × 4.
  const price = PriceRow.parse({
    ...billed[0]?.price,
    prices: { ...billed[0]?.price.prices, input: 0.15, output: 0.6 },
  })
  const billedUsd = (298 * 0.15 + 140 * 0.6) / 1e6
  const predicted = nanoToUsd(costOf({ usage, price })?.nanoUsd ?? 0)
  expect(usage.isEstimated).toBe(true)
  expect(Math.abs(predicted / billedUsd - 1)).toBeLessThan(0.01)
})
