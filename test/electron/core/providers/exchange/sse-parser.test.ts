import { describe, expect, it } from 'vitest'
import { type SseEvent, SseParser } from '../../../../../electron/core/providers/exchange/sse-parser.ts'

function parse(pieces: readonly string[]): readonly SseEvent[] {
  const parser = new SseParser()
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()]
}

const stream =
  ': hi\n\nevent: a\ndata: {"x":1}\nid: 7\n\ndata:no space\ndata: second line\n\nretry: 5\n\ndata\n\nevent: only a name\n\ndata: open end'

const expected: readonly SseEvent[] = [
  { name: 'a', data: '{"x":1}' },
  { name: null, data: 'no space\nsecond line' },
  { name: null, data: '' },
  { name: null, data: 'open end' },
]

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('SseParser with %s', (_name, lineEnd) => {
  const text = stream.replaceAll('\n', lineEnd)

  it('reads fields, comments, several data lines and an event without its blank line', () => {
    expect(parse([text])).toEqual(expected)
  })

  it('reads the same wherever the text is cut in two, and one character at a time', () => {
    for (let at = 0; at <= text.length; at += 1) {
      expect(parse([text.slice(0, at), '', text.slice(at)])).toEqual(expected)
    }
    expect(parse([...text])).toEqual(expected)
  })
})

describe('SseParser', () => {
  it('gives an event as soon as its blank line is there', () => {
    const parser = new SseParser()
    expect(parser.push('data: 1\n')).toEqual([])
    expect(parser.push('\ndata: 2')).toEqual([{ name: null, data: '1' }])
  })

  it('takes no blank line of a split CRLF for the end of an event', () => {
    const parser = new SseParser()
    expect([...parser.push('data: 1\r'), ...parser.push('\ndata: 2\r\n'), ...parser.push('\r\n')]).toEqual([
      { name: null, data: '1\n2' },
    ])
  })

  it('refuses an event without end before it fills the memory, but no number of ended ones', () => {
    const parser = new SseParser()
    const half = `data: ${'x'.repeat(5 * 1024 * 1024)}\n\n`
    expect(parser.push(half)).toHaveLength(1)
    expect(parser.push(half)).toHaveLength(1)
    parser.push(half.trimEnd())
    expect(() => parser.push('x'.repeat(4 * 1024 * 1024))).toThrow(
      expect.objectContaining({ fault: { kind: 'bad-reply', problem: 'event-too-large' } }),
    )
  })
})
