import { expect, it } from 'vitest'
import { BpeMerger } from '../../../shared/tokens/bpe-merge.ts'
import { Vocabulary } from '../../../shared/tokens/vocabulary.ts'

it('merges by rising rank also where one merge makes a lower rank possible', () => {
  // a, b, aba, ab: the first "ab" makes "aba" possible, which comes before the second "ab".
  const merger = new BpeMerger(new Vocabulary({ bpe_ranks: '! 0 YQ== Yg== YWJh YWI=' }))
  const buffer = Uint8Array.from([...'abababab'].map((letter) => letter.charCodeAt(0)))
  const count = merger.merge(buffer, 0, 4)
  expect([...merger.ends.subarray(0, count)]).toEqual([3, 4])
  const all = merger.merge(buffer, 0, 8)
  expect([...merger.ends.subarray(0, all)]).toEqual([3, 4, 7, 8])
})
