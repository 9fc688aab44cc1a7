import { expect, it } from 'vitest'
import { applyEdits } from '../../../shared/compress/apply-edits.ts'
import { keepLocks } from '../../../shared/compress/keep-locks.ts'
import { compressors } from '../../../shared/compress/registry.ts'
import { splitSegments } from '../../../shared/compress/split-segments.ts'
import { singleChange } from '../../../shared/domain/single-change.ts'

function locksAfter(template: string, locked: readonly string[], after: string) {
  return keepLocks({ role: 'user', template, locked: [...locked] }, after, singleChange(template, after))
}

const text = 'Please be kind. Answer in two words. Please be brief.'
const lock = 'Answer in two words.'

it.each([
  ['an edit elsewhere', 'Be kind. Answer in two words. Please be brief.', lock],
  ['an insertion inside', 'Please be kind. Answer in only two words. Please be brief.', 'Answer in only two words.'],
  ['a deletion over its end', 'Please be kind. Answer in two be brief.', 'Answer in two '],
  ['a deletion over its start', 'Please be in two words. Please be brief.', 'in two words.'],
  ['its whole deletion, for undo brings it back', 'Please be kind.  Please be brief.', lock],
])('a lock survives %s', (_what, after, expected) => {
  expect(locksAfter(text, [lock], after)).toEqual([expected])
})

it('undoing an edit inside a lock gives the first lock back', () => {
  const edited = text.replace('two words', 'two short words')
  const locks = locksAfter(text, [lock], edited) ?? []
  expect(locksAfter(edited, locks, text)).toEqual([lock])
})

it('no plain compressor touches a locked text, and edits that would lose it are refused', async () => {
  const messages = [
    { role: 'user' as const, template: 'Please be kind.\n\n\n\nPlease  be kind.', locked: ['Please  be kind.'] },
  ]
  const context = {
    signal: new AbortController().signal,
    segmentIds: null,
    complete: () => Promise.reject(new Error('No model here.')),
    onProgress: () => {},
  }
  const start = messages[0]?.template.lastIndexOf('Please') ?? 0
  for (const compressor of compressors.all.filter(({ needsModel }) => !needsModel)) {
    const { edits } = await compressor.compress(messages, splitSegments(messages), context)
    expect(edits.filter((edit) => edit.end > start)).toEqual([])
  }
  const edit = { messageIndex: 0, start, end: start + 8, original: 'Please  ', replacement: '' }
  expect(() => applyEdits(messages, [edit])).toThrow('would lose the protected')
})
