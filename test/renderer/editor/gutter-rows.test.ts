import { expect, it } from 'vitest'
import { gutterRows } from '../../../renderer/features/editor/gutter/gutter-rows.ts'
import { cutPrompt } from '../../../shared/breakdown/cut-prompt.ts'
import { partAmounts } from '../../../shared/breakdown/part-amounts.ts'
import { promptParts } from '../../../shared/breakdown/prompt-parts.ts'
import type { PriceRow } from '../../../shared/domain/model.ts'
import type { Message } from '../../../shared/domain/prompt.ts'

const messages: readonly Message[] = [
  { role: 'system', template: '# Task\n\nClassify the review.\n\n- one word\n- lower case' },
  { role: 'user', template: 'Review: {{review}}' },
]
const price: PriceRow = {
  prices: { input: 1, output: 1, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  tiers: [],
  batchFactor: null,
  source: 'test',
  readOn: '2026-11-21',
}
const cuts = cutPrompt(messages, {})
const parts = promptParts(messages, cuts)
const how = { unit: 'thousand', isEstimate: false, modelLabel: 'Tiny' } as const

function amountsAt(one: PriceRow | null) {
  // Ten tokens in every cut, so that a part's tokens tell how many cuts it has.
  const tokenSums = cuts.map(() => 10)
  return partAmounts({
    tokenSums,
    prompts: 1,
    tokenRatio: 1,
    overheads: [],
    outputTokens: 7,
    price: one,
    callsPerDay: 100,
  })
}

it('has one row for each heading, item and paragraph, with all of the tokens between them', () => {
  const rows = gutterRows(parts, amountsAt(price), how)
  const textOf = (row: (typeof rows)[number][number]) => messages[row.messageIndex]?.template.slice(row.start, row.end)
  expect(rows.map((list) => list.map(textOf))).toEqual([
    ['# Task', 'Classify the review.', '- one word', '- lower case'],
    ['Review: {{review}}'],
  ])
  const total = rows.flat().reduce((sum, { tokens }) => sum + Number(tokens), 0)
  expect(total).toBe(cuts.length * 10)
})

it('says tokens, share and money, and how heavy the part is beside the heaviest', () => {
  const [first] = gutterRows(parts, amountsAt(price), how)
  expect(first?.[0]).toMatchObject({ tokens: '10', money: '$0.0100', weight: 0.5 })
  const share = Math.round(1000 / (cuts.length * 10))
  expect(first?.[0]?.title).toBe(
    `10 tokens, ${share} % of the input. ≈ $0.0304 per month and $0.0100 per 1,000 calls on Tiny.`,
  )
})

it('says of an unpriced model what is known', () => {
  const [first] = gutterRows(parts, amountsAt(null), { ...how, isEstimate: true })
  expect(first?.[0]).toMatchObject({ tokens: '10', money: null })
  expect(first?.[0]?.title).toMatch(/^≈ 10 tokens, .* Tiny is unpriced\.$/)
})
