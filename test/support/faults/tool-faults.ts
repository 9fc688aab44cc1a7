import type { FakeReply, Protocol } from '../fake-provider-replies.ts'
import { answerOf, bodyOf, type Failed, type FaultCase, failed, type Settled, type Situation } from './fault-case.ts'

const WHOLE = { toolCalls: [{ name: 'find_city', pieces: ['{"city":', '"Bern","days":3}'] }] } satisfies FakeReply
const CUT = { toolCalls: [{ name: 'find_city', pieces: ['{"city":', '"Be'] }] } satisfies FakeReply
const OUTPUT = '[{"arguments":{"city":"Bern","days":3},"name":"find_city"}]'
const called: Settled = { finish: 'tool-calls', output: OUTPUT }
const LENGTH = { chat: 'length', responses: 'max_output_tokens', messages: 'max_tokens' } as const
const TOOL_USE = { chat: 'tool_calls', messages: 'tool_use' } as const

function tools(
  name: string,
  change: (body: string, at: Situation) => string,
  expected: FaultCase['expected'],
  reply: FakeReply | ((protocol: Protocol) => FakeReply) = WHOLE,
): FaultCase {
  return {
    name: `tools: ${name}`,
    expected,
    script(at) {
      const fake = typeof reply === 'function' ? reply(at.protocol) : reply
      // A whole message holds its arguments as JSON: there is no cut one.
      const isCut = JSON.stringify(fake.toolCalls) === JSON.stringify(CUT.toolCalls)
      if (isCut && at.protocol === 'messages' && at.form === 'whole') return null
      return answerOf(at, change(bodyOf(at, fake), at))
    },
  }
}

const same = (body: string) => body
const cutShort: Failed = failed

/** What can be odd or wrong with an answer that asks for tools. */
export const toolFaults: readonly FaultCase[] = [
  tools('a call', same, called),
  tools('a call without arguments', same, { finish: 'tool-calls', output: '[{"arguments":{},"name":"now"}]' }, () => ({
    toolCalls: [{ name: 'now', pieces: [] }],
  })),
  tools(
    'two calls at once',
    same,
    { finish: 'tool-calls', output: '[{"arguments":{"a":1},"name":"one"},{"arguments":{"b":2},"name":"two"}]' },
    {
      toolCalls: [
        { name: 'one', pieces: ['{"a"', ':1}'] },
        { name: 'two', pieces: ['{"b":2}'] },
      ],
    },
  ),
  tools(
    'text before a call',
    same,
    { finish: 'tool-calls', output: 'I look it up.' },
    { ...WHOLE, pieces: ['I look', ' it up.'] },
  ),
  tools('arguments that end in the middle', same, cutShort, CUT),
  tools(
    'arguments cut at the output limit',
    same,
    { finish: 'length', output: '[{"arguments":"{\\"city\\":\\"Be","name":"find_city"}]' },
    (protocol) => ({ ...CUT, finish: LENGTH[protocol] }),
  ),
  tools('a call without a name', (body) => body.replaceAll('find_city', ''), cutShort),
  tools(
    'the wish for a tool, and no call',
    same,
    ({ protocol }) => (protocol === 'responses' ? { finish: 'stop', output: '' } : cutShort),
    (protocol) => ({ pieces: [], ...(protocol === 'responses' ? {} : { finish: TOOL_USE[protocol] }) }),
  ),
  tools(
    'a call that ends as text does',
    (body) =>
      body
        .replaceAll('"tool_calls","', '"stop","')
        .replaceAll('"finish_reason":"tool_calls"', '"finish_reason":"stop"'),
    called,
  ),
  {
    name: 'tools: a stream that breaks off inside of a call',
    expected: failed,
    script: (at) => (at.form === 'whole' ? null : answerOf(at, cutAt(bodyOf(at, WHOLE), 'Bern'))),
  },
  {
    name: 'tools: no pieces, only the whole call at the end',
    expected: called,
    script(at) {
      if (at.protocol !== 'responses' || at.form === 'whole') return null
      const events = bodyOf(at, WHOLE).split('\n\n')
      return answerOf(at, events.filter((event) => !/arguments\.delta|output_item/.test(event)).join('\n\n'))
    },
  },
  {
    name: 'tools: several calls under one index, as behind compatible addresses',
    expected: {
      finish: 'tool-calls',
      output: '[{"arguments":{"a":1},"name":"one"},{"arguments":{"b":2},"name":"two"}]',
    },
    script(at) {
      if (at.protocol !== 'chat' || at.form === 'whole') return null
      const calls = ['{"a":1}', '{"b":2}'].map((text, index) => ({
        name: index === 0 ? 'one' : 'two',
        pieces: [text],
      }))
      return answerOf(
        at,
        bodyOf(at, { toolCalls: calls })
          .replaceAll('"index":1', '"index":0')
          .replaceAll(
            /\{"index":0,"function":\{"arguments":"\{\\"b/g,
            '{"index":0,"id":"call_1","function":{"arguments":"{\\"b',
          ),
      )
    },
  },
]

function cutAt(body: string, text: string): string {
  return body.slice(0, body.indexOf(text) + 2)
}
