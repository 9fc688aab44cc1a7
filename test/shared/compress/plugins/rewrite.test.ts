import { describe, expect, it } from 'vitest'
import type { CompressorContext } from '../../../../shared/compress/compressor.ts'
import { plugin } from '../../../../shared/compress/plugins/rewrite.ts'
import { splitSegments } from '../../../../shared/compress/split-segments.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'

const template = 'You must read the following review of {{product}} with very great care, and you should not guess.'
const messages: Message[] = [{ role: 'system', template }]
const segments = splitSegments(messages)

/** A model that answers from a script and remembers what it was asked. */
function scripted(...replies: readonly string[]) {
  const asked: string[] = []
  const context: CompressorContext = {
    signal: new AbortController().signal,
    segmentIds: null,
    complete: async ({ user }) => {
      asked.push(user)
      return replies[asked.length - 1] ?? ''
    },
    onProgress: () => {},
  }
  return { asked, context }
}

const answer = (text: string) => JSON.stringify({ edits: [{ id: segments[0]?.id, text }] })

describe('rewriting by a model', () => {
  it('takes a shorter text that keeps spans, negations and obligations', async () => {
    const { asked, context } = scripted(answer('You must read the review of ⟦1⟧ with care; you should not guess.'))
    const result = await plugin.compress(messages, segments, context)
    expect(result.edits).toEqual([
      {
        messageIndex: 0,
        start: 0,
        end: template.length,
        replacement: 'You must read the review of {{product}} with care; you should not guess.',
        reason: 'Said in fewer words.',
      },
    ])
    expect(asked).toHaveLength(1)
    expect(asked[0]).not.toContain('{{product}}')
  })

  it('asks once more with the fault named, then takes the mended text', async () => {
    const { asked, context } = scripted(
      answer('You must read the review with care; you should not guess.'),
      answer('You must read the review of ⟦1⟧; you should not guess.'),
    )
    const result = await plugin.compress(messages, segments, context)
    expect(asked[1]).toContain('It loses the protected “{{product}}”.')
    expect(result.edits).toHaveLength(1)
    expect(result.rejected).toEqual([])
  })

  it.each([
    ['a lost span', answer('You must read the review; you should not guess.'), 'It loses the protected “{{product}}”.'],
    ['a lost negation', answer('You must read the review of ⟦1⟧; you should guess.'), 'It loses a negation: “not”.'],
    ['a loosened rule', answer('Read the review of ⟦1⟧; you should not guess.'), 'It loosens a rule: “must” is gone.'],
    ['a longer text', answer(`${template.replace('{{product}}', '⟦1⟧')} And more, and more.`), 'It is not shorter.'],
    ['no JSON', 'Sure, here it is', 'The answer is not the JSON that was asked for.'],
    ['another id', '{"edits":[{"id":"x","text":"y"}]}', 'The answer leaves this segment out.'],
  ])('rejects %s and says why', async (_what, reply, reason) => {
    const result = await plugin.compress(messages, segments, scripted(reply, reply).context)
    expect(result.edits).toEqual([])
    expect(result.rejected.map((each) => each.reason)).toEqual([reason])
  })

  it('leaves segments alone that were not chosen', async () => {
    const { asked, context } = scripted()
    await plugin.compress(messages, segments, { ...context, segmentIds: new Set(['other']) })
    expect(asked).toEqual([])
  })
})
