import { renderReply } from './fake-provider-body.ts'
import type { FakeReply, Protocol } from './fake-provider-replies.ts'

export interface SampleStream {
  readonly name: string
  readonly protocol: Protocol
  readonly text: string
}

type Noise = (text: string) => string

const PIECES = ['Grüße', ' 🌍', '\n日本', ' "quoted" \\ and {"json":', ' [1,2]}', ' e\u0301', ' 👩‍👩‍👧', '\u2028end']
const usage = { input: 40, cacheRead: 8, cacheWrite: 2, output: 6, reasoning: 3 }
const LENGTH = { chat: 'length', responses: 'max_output_tokens', messages: 'max_tokens' } as const

const replies: readonly (readonly [string, FakeReply])[] = [
  ['an answer in many scripts', { pieces: PIECES, usage }],
  ['a refusal', { refusal: 'Nein – das tue ich nicht. 🙅' }],
  ['no usage', { pieces: ['ä', 'ö'], fault: { kind: 'no-usage' } }],
  ['nothing but an end', { pieces: [] }],
]

const noises: readonly (readonly [string, Noise])[] = [
  ['as it is', (text) => text],
  ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['CR, a byte order mark and an open end', (text) => `\uFEFF${text.trimEnd()}`.replaceAll('\n', '\r')],
  [
    'comments, ids and unknown events',
    (text) =>
      text
        .replaceAll('data: ', ': ü\nid: 7\ndata: ')
        .replaceAll('\n\n', '\n\n: 🌍\n\nevent: x\ndata: {"type":"x"}\n\n'),
  ],
  [
    'several data lines and mixed line ends',
    (text) => text.replaceAll(',"', ',\r\ndata: "').replaceAll('\n\n', '\r\r\n'),
  ],
]

/** Streams of the three protocols in every dress that servers and proxies give them: 20 of each. */
export function sampleStreams(): readonly SampleStream[] {
  return (['chat', 'responses', 'messages'] as const).flatMap((protocol) =>
    replies.flatMap(([name, reply]) =>
      noises.map(([dress, noise]) => {
        const finish = name === 'no usage' ? { finish: LENGTH[protocol] } : {}
        return {
          name: `${name}, ${dress}`,
          protocol,
          text: noise(renderReply(protocol, { ...reply, ...finish }, 'm', true)),
        }
      }),
    ),
  )
}
