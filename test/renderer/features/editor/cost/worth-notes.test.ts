import { expect, it } from 'vitest'
import { placeWorthNotes } from '../../../../../renderer/features/editor/cost/worth-notes.ts'
import { SqueezeSegment, SqueezeSpec } from '../../../../../shared/domain/squeeze.ts'

const spec = SqueezeSpec.parse({
  variantId: 'v',
  mode: 'standard',
  modelId: 'sandbox/small',
  rewriterId: 'sandbox/small',
  budgetNanoUsd: 1,
  margin: 0.03,
})
const text = 'Be kind. Review: bad. Label: negative. Be brief.'

function segment(id: string, words: string, kind: SqueezeSegment['kind'] = 'prose'): SqueezeSegment {
  const start = text.indexOf(words)
  return SqueezeSegment.parse({
    id,
    messageIndex: 0,
    start,
    end: start + words.length,
    role: 'system',
    kind,
    path: [],
    text: words,
    tokens: 214,
    keptBecause: null,
    ledgerIds: [],
  })
}
const segments = [segment('s1', 'Be kind.'), segment('s2', 'Review: bad. Label: negative.', 'example')]
const worth = [{ segmentId: 's2', tokens: 214, points: 0.2, low: -1.1, high: 1.5 }]

it('says behind a part what it is worth, with its interval', () => {
  expect(placeWorthNotes({ segments, worth, spec }, 0, text)).toEqual([
    { end: 38, text: 'this example: 214 tokens, +0.2 points (−1.1 to +1.5)', tone: 'idle' },
  ])
})

it('finds a part that has moved, and says nothing of one that was changed or stands there twice', () => {
  const end = (now: string) => placeWorthNotes({ segments, worth, spec }, 0, now).map((note) => note.end)
  expect(end(`New. ${text}`)).toEqual([43])
  expect(end(text.replace('bad', 'awful'))).toEqual([])
  expect(end(`Again: ${text} ${text}`)).toEqual([])
})

it('tells what is needed from what is idle and what is open', () => {
  const tone = (low: number, high: number) =>
    placeWorthNotes({ segments, worth: [{ segmentId: 's2', tokens: 1, points: 1, low, high }], spec }, 0, text)[0]?.tone
  expect([tone(0.5, 6), tone(-2, 2), tone(-2, 6)]).toEqual(['needed', 'idle', 'open'])
})

it('says nothing of the parts of another message', () => {
  expect(placeWorthNotes({ segments, worth, spec }, 1, text)).toEqual([])
})
