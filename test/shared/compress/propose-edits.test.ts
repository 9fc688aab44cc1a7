import { describe, expect, it } from 'vitest'
import { sampleProjects } from '../../../electron/core/samples/sample-projects.ts'
import { applyEdits } from '../../../shared/compress/apply-edits.ts'
import type { CompressorContext } from '../../../shared/compress/compressor.ts'
import { proposeEdits } from '../../../shared/compress/propose-edits.ts'
import { protectedSpans } from '../../../shared/compress/protect-spans.ts'
import { compressors } from '../../../shared/compress/registry.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { processorMs } from '../../support/processor-ms.ts'
import { promptTexts } from '../../support/prompt-texts.ts'

const context: CompressorContext = {
  signal: new AbortController().signal,
  segmentIds: null,
  complete: async () => {
    throw new Error('A plain compressor asked a model.')
  },
  onProgress: () => {},
}
const plain = compressors.all.filter((compressor) => !compressor.needsModel)
const countTokens = (text: string) => text.split(/\s+/).filter(Boolean).length

async function compressed(template: string): Promise<string> {
  const messages: Message[] = [{ role: 'user', template }]
  const { edits } = await proposeEdits(messages, { compressors: plain, countTokens, context })
  return applyEdits(messages, edits)[0]?.template ?? ''
}

describe('plain compressors', () => {
  it.each([
    ['Please kindly analyze the text.', 'Analyze the text.'],
    ['Analyze the text, please.', 'Analyze the text.'],
    ['- please answer briefly\n- never lie', '- answer briefly\n- never lie'],
    ['Do it.   \n\n\n\nThen stop.', 'Do it.\n\nThen stop.'],
    ['In order to win, you must try.', 'To win, you must try.'],
    [
      'Choose exactly one label. Be brief.\n\nPlease choose exactly one label.',
      'Choose exactly one label. Be brief.\n\n',
    ],
    ['Thank you so much in advance!', ''],
  ])('turn %j into %j', async (before, after) => {
    expect(await compressed(before)).toBe(after)
  })

  it.each([
    'Never say please to the customer.',
    'Do not write "please kindly" in the answer.',
    '```\nplease  keep   this\n```',
    'You must answer. You may ask once.',
    '| a   | b |\n|-----|---|\n| 1   | 2 |',
    '    indented  code-like\n',
    'Review: great!\nAnswer: positive\n\nReview: great!\nAnswer: positive',
    'Review: Please fix this, thank you!\nAnswer: negative\n\nReview: {{review}}\nAnswer:',
    'Customer: Please help me.\nAgent: Hello! Thank you for your time.',
    'Reply with this text:\nThank you for your help. Please note that we are closed.',
    'Write of a kindly old man who aims to please. Someone asks: Please, may I come in?',
    'The band sang Please Please Me and Please Mr. Postman.',
    'Treat customers with respect to keep them.',
    'They took part in the event that made history.',
    'The user wants to make sure you understand. The doctor should note that fever may rise.',
    'Use the format as stated above.',
    'Make sure you are polite.',
    'name    age\nAnn     30\nBob     41',
    'name\tage\nAnn\t30',
    'Summarize the text between the ==== lines.\n\n====\n\nSome text.\n\n====\n',
    'Summarize this.\n\n----\n\n{{document}}\n\n----\n\nBe brief.',
    '<document>\nPlease note that prices rise. Thank you.\n</document>',
    '> Please call me back.',
    '## Refunds\n- Ask for the order number first.\n\n## Shipping\n- Ask for the order number first.',
    '1. Wait for the answer of the user.\n2. Ask for the address.\n3. Wait for the answer of the user.',
    'If it rains, stay. Otherwise go out and play. If it snows, stay. Otherwise go out and play.',
    'As you please, use lists.',
    'Hello, world! is what the program prints.',
    '',
  ])('leave %j alone', async (text) => {
    expect(await compressed(text)).toBe(text)
  })

  it('save tokens on both samples, keep every protected span, and come to rest', async () => {
    for (const { content } of sampleProjects.flatMap((project) =>
      project.prompts.flatMap((prompt) => prompt.variants),
    )) {
      const proposal = await proposeEdits(content.messages, { compressors: plain, countTokens, context })
      const after = applyEdits(content.messages, proposal.edits)
      expect(proposal.tokensAfter).toBeLessThan(proposal.tokensBefore)
      const spansOf = (messages: readonly Message[]) =>
        messages.flatMap(({ template }) => protectedSpans(template).map(({ start, end }) => template.slice(start, end)))
      expect(new Set(spansOf(after))).toEqual(new Set(spansOf(content.messages)))
      let text = after
      for (let round = 0; round < 3; round += 1) {
        text = applyEdits(text, (await proposeEdits(text, { compressors: plain, countTokens, context })).edits)
      }
      expect((await proposeEdits(text, { compressors: plain, countTokens, context })).edits).toEqual([])
    }
  })
})

describe('plain compressors in a conversation', () => {
  it('leave the turns of its example alone', async () => {
    const messages: Message[] = [
      { role: 'system', template: 'Please classify the message.' },
      { role: 'user', template: 'Please cancel my order.' },
      { role: 'assistant', template: 'Please choose one: cancel or keep.' },
      { role: 'user', template: 'Please cancel my order.' },
    ]
    const { edits } = await proposeEdits(messages, { compressors: plain, countTokens, context })
    expect(edits.map(({ messageIndex, original }) => [messageIndex, original])).toEqual([[0, 'Please c']])
  })
})

describe('any text', () => {
  const prompts: (readonly Message[])[] = [
    ...sampleProjects.flatMap((project) =>
      project.prompts.flatMap((prompt) => prompt.variants.map((variant) => variant.content.messages)),
    ),
    ...promptTexts.map((template) => [{ role: 'user' as const, template }]),
  ]

  it.each(prompts.map((messages, index) => [index, messages] as const))(
    'keeps its spans and what no edit names, whichever edits are taken (prompt %i)',
    async (index, messages) => {
      const { edits } = await proposeEdits(messages, { compressors: plain, countTokens, context })
      const random = seededRandom(index + 1)
      const subsets = [edits, ...Array.from({ length: 20 }, () => edits.filter(() => random() < 0.5))]
      for (const subset of subsets) {
        const after = applyEdits(messages, subset)
        for (const [messageIndex, { template }] of messages.entries()) {
          expect(after[messageIndex]?.template).toBe(
            subset
              .filter((edit) => edit.messageIndex === messageIndex)
              .toReversed()
              .reduce(
                (text, { start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end),
                template,
              ),
          )
        }
      }
      const mayRepeat = new Set(['duplicate-sentences'])
      for (const edit of edits) {
        const spans = protectedSpans(messages[edit.messageIndex]?.template ?? '')
        const touched = spans.filter((span) => span.start < edit.end && edit.start < span.end)
        expect(mayRepeat.has(edit.compressor) ? touched.filter(({ kind }) => kind === 'variable') : touched).toEqual([])
      }
    },
  )

  it.each([
    ['runs of spaces', `a${' '.repeat(300_000)}x`],
    ['runs of tabs', `a${'\t'.repeat(300_000)}\n`],
    ['back ticks', '`'.repeat(300_000)],
    ['dots and letters', 'a.'.repeat(150_000)],
    ['numbers and dashes', '1-'.repeat(150_000)],
    ['open brackets', '[ {"a '.repeat(50_000)],
    ['blank lines in an example', `Review: x\n${'a\n\n'.repeat(100_000)}`],
    ['rules', 'a\n----\n'.repeat(40_000)],
    ['one line of doubled spaces', 'a  '.repeat(100_000)],
    ['spans of every kind', '5 "a" {{x}} `c` '.repeat(20_000)],
    ['thanks without end', 'we really appreciate '.repeat(15_000)],
  ])('of hostile %s takes time in proportion to its length', async (_what, template) => {
    const started = processorMs()
    await proposeEdits([{ role: 'user', template }], {
      compressors: plain,
      countTokens: (text) => text.length,
      context,
    })
    // Linear work takes a second or two for all rules; each of these took minutes when a pattern was quadratic.
    expect(processorMs() - started).toBeLessThan(15_000)
  })
})

describe('taking edits', () => {
  const messages: Message[] = [{ role: 'user', template: 'Use {{a}} and 3 words.' }]
  const edit = { messageIndex: 0, start: 4, end: 13, original: '{{a}} and', replacement: 'and' }

  it('refuses to lose a protected span', () => {
    expect(() => applyEdits(messages, [edit])).toThrow('would lose the protected “{{a}}”')
  })

  it('refuses edits of a text that has changed since', () => {
    expect(() => applyEdits([{ role: 'user', template: 'Other text here.' }], [edit])).toThrow('has changed since')
  })

  it('refuses edits that overlap', () => {
    const other = { messageIndex: 0, start: 10, end: 16, original: 'and 3 ', replacement: '3 ' }
    expect(() =>
      applyEdits(messages, [{ ...edit, end: 11, original: '{{a}} a', replacement: '{{a}} ' }, other]),
    ).toThrow('change the same text')
  })
})
