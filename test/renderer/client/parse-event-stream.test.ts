import { expect, test } from 'vitest'
import { createEventStreamParser } from '../../../renderer/client/parse-event-stream.ts'

const stream =
  ': connected\n\nevent: job.changed\ndata: {"a":1}\n\n: still here\n\nevent: x\r\ndata: one\r\ndata: two\r\n\r\n'
const expected = [
  { name: 'job.changed', data: '{"a":1}' },
  { name: 'x', data: 'one\ntwo' },
]

test('reads the same events wherever the stream is cut', () => {
  for (let cut = 0; cut <= stream.length; cut++) {
    const parse = createEventStreamParser()
    const found = [...parse(stream.slice(0, cut)), ...parse(stream.slice(cut))]
    expect(found, `cut at ${cut}`).toEqual(expected)
  }
})

test('keeps an event back until its blank line has come', () => {
  const parse = createEventStreamParser()
  expect(parse('event: x\ndata: 1\n')).toEqual([])
  expect(parse('\n')).toEqual([{ name: 'x', data: '1' }])
})
