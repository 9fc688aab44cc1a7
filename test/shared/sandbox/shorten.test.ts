import { describe, expect, test } from 'vitest'
import { plugin } from '../../../shared/compress/plugins/rewrite.ts'
import { splitSegments } from '../../../shared/compress/split-segments.ts'
import type { ModelSize } from '../../../shared/sandbox/model-size.ts'
import { PromptLibrary } from '../../../shared/sandbox/prompt-library.ts'
import { shorten } from '../../../shared/sandbox/shorten.ts'
import { simulate } from '../../../shared/sandbox/simulate.ts'
import { sampleMessages } from './sample-runs.ts'

async function rewriteSample(name: string, size: ModelSize) {
  const library = new PromptLibrary()
  const messages = sampleMessages(name)
  const { edits, rejected } = await plugin.compress(messages, splitSegments(messages), {
    signal: new AbortController().signal,
    segmentIds: null,
    onProgress: () => {},
    complete: async ({ system, user }) =>
      simulate(
        {
          size,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
          parameters: { responseSchema: null },
          repeat: 0,
        },
        library,
      ).text,
  })
  const before = edits.reduce((sum, { start, end }) => sum + end - start, 0)
  const after = edits.reduce((sum, { replacement }) => sum + replacement.length, 0)
  return { edits, rejected, saved: 1 - after / before }
}

describe('shorten', () => {
  test('keeps numbers, negations, obligations, quotations and placeholders', () => {
    const text =
      'Please make sure that you never, ever repeat "card numbers" from ⟦1⟧, and that you must really answer in at most 20 words.'
    const short = shorten(text, 'large')
    expect(short.length).toBeLessThan(text.length)
    for (const kept of ['never', '"card numbers"', '⟦1⟧', 'must', 'at most 20 words'])
      expect(short.toLowerCase()).toContain(kept)
  })

  test('leaves out thanks, repetition and chatter', () => {
    const text =
      'Hello there! Thank you so much. Sort the mails by sender. Sort the mails by sender. I appreciate your help.'
    expect(shorten(text, 'small')).toBe('Sort the mails by sender.')
  })

  test('gives a text without fat back unchanged', () => {
    expect(shorten('Answer in French.', 'large')).toBe('Answer in French.')
    expect(shorten('', 'small')).toBe('')
  })

  test('never reaches into a quotation', () => {
    expect(shorten('Please say "please wait" to the caller.', 'large')).toBe('Say "please wait" to the caller.')
  })
})

describe('with the rewrite compressor', () => {
  test.each<ModelSize>(['small', 'medium', 'large'])(
    '%s shortens the wordy sample and passes the gates',
    async (size) => {
      const { edits, rejected, saved } = await rewriteSample('Review sentiment', size)
      expect(edits.length).toBeGreaterThan(8)
      expect(rejected).toEqual([])
      expect(saved).toBeGreaterThan(0.15)
      expect(saved).toBeLessThan(0.4)
    },
  )

  test('finds little in a dense prompt, and loses nothing', async () => {
    const { edits, rejected } = await rewriteSample('Support tickets', 'large')
    expect(edits.length).toBeGreaterThan(3)
    expect(rejected).toEqual([])
  })
})

test('answers in the shape that another prompt asks for', () => {
  const { text: output } = simulate(
    {
      size: 'medium',
      messages: [
        { role: 'system', content: 'Compress each passage. Return JSON: {"passages":[{"key":"…","short":"…"}]}' },
        { role: 'user', content: '[{"key":7,"short":"Please kindly open the door."},{"key":8,"short":"Stop."}]' },
      ],
      parameters: { responseSchema: null },
      repeat: 0,
    },
    new PromptLibrary(),
  )
  expect(JSON.parse(output)).toEqual({
    passages: [
      { key: 7, short: 'Open the door.' },
      { key: 8, short: 'Stop.' },
    ],
  })
})

test('writes a telegram without articles and emphasis, and touches no quotation, placeholder or rule', () => {
  const text = '- **urgent**: If the customer says "the app" or {{the name}}, never close the ticket before a few days.'
  expect(shorten(text, 'small', 'telegram')).toBe(
    '- urgent: If customer says "the app" or {{the name}}, never close ticket before a few days.',
  )
  expect(shorten(text, 'small')).toBe(text)
})
