import { expect, it } from 'vitest'
import { moveHint } from '../../../shared/breakdown/move-hint.ts'
import { addAmounts, partAmounts } from '../../../shared/breakdown/part-amounts.ts'
import type { PriceRow } from '../../../shared/domain/model.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

const price: PriceRow = {
  prices: { input: 0.15, output: 0.6, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  tiers: [],
  batchFactor: null,
  source: 'test',
  readOn: '2026-11-21',
}

it('every column of the parts adds up to the cost of the average call, exactly', () => {
  const random = seededRandom('amounts')
  for (let round = 0; round < 500; round++) {
    const prompts = 1 + Math.floor(random() * 50)
    const tokenSums = Array.from({ length: 1 + Math.floor(random() * 30) }, () => Math.floor(random() * 5000))
    const tokenRatio = round % 2 === 0 ? 1 : 0.8 + random()
    const outputTokens = Math.floor(random() * 500)
    const overheads = [{ label: 'Framing', tokens: Math.floor(random() * 20) }]
    const callsPerDay = Math.floor(random() * 1e6)
    const amounts = partAmounts({ tokenSums, prompts, tokenRatio, overheads, outputTokens, price, callsPerDay })
    const parts = [...amounts.cuts, ...amounts.overheads, amounts.output]
    expect(addAmounts(parts)).toEqual(amounts.whole)
    const text = Math.round((tokenSums.reduce((sum, one) => sum + one, 0) / prompts) * tokenRatio)
    const inputTokens = text + (overheads[0]?.tokens ?? 0)
    expect(amounts.whole.tokens).toBe(inputTokens + outputTokens)
    expect(amounts.whole.callNanoUsd).toBe(inputTokens * 150 + outputTokens * 600)
    expect(amounts.whole.monthNanoUsd).toBe(
      Math.round((inputTokens * 150 + outputTokens * 600) * callsPerDay * (365.25 / 12)),
    )
  }
})

it('says of an unpriced model what is known: the tokens', () => {
  const given = { tokenSums: [30, 10], prompts: 2, tokenRatio: 1, overheads: [], outputTokens: 5, callsPerDay: 10 }
  expect(partAmounts({ ...given, price: null })).toEqual({
    cuts: [
      { tokens: 15, callNanoUsd: null, monthNanoUsd: null },
      { tokens: 5, callNanoUsd: null, monthNanoUsd: null },
    ],
    overheads: [],
    output: { tokens: 5, callNanoUsd: null, monthNanoUsd: null },
    whole: { tokens: 25, callNanoUsd: null, monthNanoUsd: null },
  })
})

it('names the fewest variables whose move saves nearly all that can be saved', () => {
  const prefix = {
    tokens: 100,
    end: { messageIndex: 0, offset: 10, variable: 'date' },
    ifMoved: [
      { variable: 'date', tokens: 2000 },
      { variable: 'name', tokens: 2050 },
      { variable: 'text', tokens: 2050 },
    ],
  }
  // Below 1,024 tokens nothing is cached.
  const changeOf = (tokens: number) => (tokens < 1024 ? 0 : -tokens * 10)
  expect(moveHint(prefix, changeOf)).toEqual({ variables: ['date'], tokens: 2000, savedNanoUsd: 20_000 })
  expect(moveHint(prefix, () => 0)).toBeNull()
  // Where caching costs money, a longer prefix is worse.
  expect(moveHint(prefix, (tokens) => tokens)).toBeNull()
})
