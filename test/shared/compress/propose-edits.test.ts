import { describe, expect, it } from 'vitest'
import { sampleProjects } from '../../../electron/core/samples/sample-projects.ts'
import { applyEdits } from '../../../shared/compress/apply-edits.ts'
import type { CompressorContext } from '../../../shared/compress/compressor.ts'
import { proposeEdits } from '../../../shared/compress/propose-edits.ts'
import { protectedSpans } from '../../../shared/compress/protect-spans.ts'
import { compressors } from '../../../shared/compress/registry.ts'
import type { Message } from '../../../shared/domain/prompt.ts'

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
    '',
  ])('leave %j alone', async (text) => {
    expect(await compressed(text)).toBe(text.replace('indented  code', 'indented code'))
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
