import { expect, it } from 'vitest'
import { gutterRows, gutterTexts } from '../../../../../renderer/features/editor/gutter/gutter-rows.ts'
import { cutPrompt } from '../../../../../shared/breakdown/cut-prompt.ts'
import { partAmounts } from '../../../../../shared/breakdown/part-amounts.ts'
import type { PriceRow } from '../../../../../shared/domain/model.ts'
import type { Message } from '../../../../../shared/domain/prompt.ts'
import { must } from '../../../../support/must.ts'

const messages: readonly Message[] = [
  {
    role: 'system',
    template: '\n# Task\n\nClassify the review.\nSay nothing else.\n \n\n  - one {{kind}} word\n- lower case\n\n',
  },
  { role: 'user', template: 'Review: {{review}}\n' },
  { role: 'assistant', template: '' },
]
const price: PriceRow = {
  prices: { input: 1, output: 1, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  tiers: [],
  batchFactor: null,
  source: 'test',
  readOn: '2026-11-21',
}
const cuts = cutPrompt(messages, {})
const prompt = { messages, cuts }
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

it('has one row for each line that says something, with all of the tokens between them', () => {
  const rows = gutterRows(prompt, amountsAt(price), how)
  const textOf = (row: (typeof rows)[number][number]) => messages[row.messageIndex]?.template.slice(row.start, row.end)
  expect(rows.map((list) => list.map(textOf))).toEqual([
    ['# Task', 'Classify the review.', 'Say nothing else.', '- one {{kind}} word', '- lower case'],
    ['Review: {{review}}'],
    [],
  ])
  const total = rows.flat().reduce((sum, { amounts }) => sum + amounts.tokens, 0)
  expect(total).toBe(cuts.length * 10)
})

it('says tokens, share and money, and how heavy the line is beside the heaviest', () => {
  const [first] = gutterRows(prompt, amountsAt(price), how)
  const row = must(first?.[1])
  const share = ((100 * 10) / (cuts.length * 10)).toFixed(1)
  // The heaviest is the line with an indent and a variable in it: four cuts.
  expect(row.weight).toBe(0.25)
  expect(gutterTexts(row)).toEqual({
    tokens: '10',
    money: '$0.0100',
    title: `10 tokens, ${share} % of the input. ≈ $0.0304 per month and $0.0100 per 1,000 calls on Tiny.`,
  })
})

it('says of an unpriced model what is known', () => {
  const [first] = gutterRows(prompt, amountsAt(null), { ...how, isEstimate: true })
  const texts = gutterTexts(must(first?.[1]))
  expect(texts).toMatchObject({ tokens: '10', money: null })
  expect(texts.title).toMatch(/^≈ 10 tokens, .* Tiny is unpriced\.$/)
})
