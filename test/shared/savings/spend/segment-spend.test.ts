import { expect, it } from 'vitest'
import type { SavingsInput } from '../../../../shared/savings/savings-input.ts'
import { segmentSpend } from '../../../../shared/savings/spend/segment-spend.ts'

const prices = { input: 1, output: 5, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null }
const usage = { inputTokens: 100, outputTokens: 20, reasoningTokens: 4 }

/** Only what the function reads. */
function input(costs: readonly (number | null)[]): SavingsInput {
  const part = (label: string, tokens: number) => ({ kind: 'paragraph', label, messageIndex: 0, tokens })
  const tokens = { prompt: 100, tools: 10, schema: 0, parts: [part('Rules', 60), part('Question', 30)] }
  const column = { label: 'B on m', price: { prices, tiers: [] }, tokens }
  const answers = [costs.map((costNanoUsd) => [{ costNanoUsd, usage }])]
  // The rest of an input has no part in it.
  return { run: { name: 'Run' }, columns: [column], baselineNo: 0, answers } as unknown as SavingsInput
}

it('shares the mean bill of a call out to the parts of the prompt and the answer, exactly', () => {
  const made = segmentSpend(input([200_001, 200_000, null]))
  expect(made?.segments.map(({ label, nanoUsd }) => [label, nanoUsd])).toEqual([
    ['Output', 80_001],
    ['Rules', 60_000],
    ['Question', 30_000],
    ['Reasoning', 20_000],
    ['Tools', 10_000],
  ])
  expect(made?.segments.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0)).toBe(made?.callNanoUsd)
})

it('is null where no answer is priced', () => {
  expect(segmentSpend(input([null]))).toBeNull()
})
