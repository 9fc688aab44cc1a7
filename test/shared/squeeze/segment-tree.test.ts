import { describe, expect, it } from 'vitest'
import { sentimentMessages } from '../../../electron/core/samples/sentiment-prompt.ts'
import { ticketMessages } from '../../../electron/core/samples/ticket-prompt.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { extractLedger } from '../../../shared/squeeze/ledger/extract-ledger.ts'
import { joinTree, segmentTree } from '../../../shared/squeeze/segment-tree.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { plantedPrompts } from '../../fixtures/squeeze/planted-prompts.ts'
import { readRough, roughTokens } from './squeeze-bench.ts'

const options = { countTokens: roughTokens }

function expectWhole(messages: readonly Message[]): void {
  for (const tree of segmentTree(messages, options)) {
    const { template = '' } = messages[tree.messageIndex] ?? {}
    expect(joinTree(template, tree)).toBe(template)
  }
}

describe('the segment tree', () => {
  it('is the template again, byte for byte: samples and corpus', () => {
    for (const messages of [ticketMessages, sentimentMessages, ...plantedPrompts.map((prompt) => prompt.messages)])
      expectWhole(messages)
  })

  it('is the template again, whatever the text', () => {
    const parts = [
      '# A\n',
      '- b c d.\n',
      '{{x}}',
      '{% if y %}',
      '```js\na\n```\n',
      '| a | b |\n',
      '{"a": 1}\n',
      'One. Two! ',
      '\n\n',
      'Input: q\nOutput: a\n',
      '⟦1⟧',
      '\t ',
      '👍',
      'é',
    ]
    const random = seededRandom('texts')
    for (let round = 0; round < 300; round++) {
      const template = Array.from(
        { length: 1 + Math.floor(random() * 20) },
        () => parts[Math.floor(random() * parts.length)],
      ).join('')
      expectWhole([{ role: 'user', template }])
    }
  })

  it('has 6 to 40 leaves for real prompts, and keeps code, JSON and examples whole', () => {
    for (const messages of [ticketMessages, sentimentMessages]) {
      const leaves = segmentTree(messages, options).flatMap(({ pieces }) => pieces.filter(({ leaf }) => leaf !== null))
      expect(leaves.length).toBeGreaterThanOrEqual(6)
      expect(leaves.length).toBeLessThanOrEqual(40)
    }
    const kinds = readRough(ticketMessages).segments.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'example').length).toBe(6)
    expect(kinds.filter((kind) => kind === 'json').length).toBe(1)
  })
})

describe('the ledger', () => {
  it('has an item, quoted verbatim, for every rule that was planted', () => {
    for (const { messages, planted } of plantedPrompts) {
      const items = extractLedger(messages, segmentTree(messages, options))
      for (const { messageIndex, start, end, quote } of items)
        expect(messages[messageIndex]?.template.slice(start, end)).toBe(quote)
      const text = items.map(({ quote }) => quote.toLowerCase()).join('\n')
      for (const { kind, words } of planted)
        if (kind !== 'variable') expect(words.every((word) => text.includes(word))).toBe(true)
    }
  })

  it('tells kinds, conditions and polarity, and suggests an assertion where a scorer can ask', () => {
    const messages: Message[] = [
      {
        role: 'system',
        template:
          'Output JSON only. Never use the word "refund". If the user is angry, stay calm. Do not repeat personal data. The weather is fine.',
      },
    ]
    const items = extractLedger(messages, segmentTree(messages, options))
    expect(
      items.map(({ type, polarity, condition, assertion }) => [type, polarity, condition, assertion?.scorer]),
    ).toEqual([
      ['format', 'do', null, 'is-json'],
      ['must-not', 'do-not', null, 'icontains'],
      ['conditional', 'do', 'If the user is angry', undefined],
      ['safety', 'do-not', null, undefined],
    ])
    expect(items[1]?.assertion).toMatchObject({ value: 'refund', isNegated: true })
  })
})
