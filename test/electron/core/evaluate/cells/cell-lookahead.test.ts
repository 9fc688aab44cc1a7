import { expect, test } from 'vitest'
import { CellLookahead, type CellSource } from '../../../../../electron/core/evaluate/cells/cell-lookahead.ts'
import type { StoredReply } from '../../../../../electron/core/store/reply-cache.ts'

/** Cells are numbers here; the look-ahead takes nothing of them apart. */
function lookahead(count: number, stored: ReadonlySet<number>) {
  const looks: number[][] = []
  const source = {
    queue: Array.from({ length: count }, (_, no) => no).values(),
    render: (no: number) =>
      no % 10 === 9 ? { kind: 'failed' } : { kind: 'request', key: Buffer.from([no >> 8, no & 255]) },
    find(keys: readonly Buffer[]) {
      const nos = keys.map((key) => key.readUInt16BE())
      looks.push(nos)
      return nos.map((no) => (stored.has(no) ? ({ no } as StoredReply) : null))
    },
  }
  return { ahead: new CellLookahead(source as unknown as CellSource), looks }
}

test('gives every cell in order, each with its own stored answer, in few looks', () => {
  const { ahead, looks } = lookahead(40, new Set([3, 17, 38]))
  const given = []
  for (let next = ahead.next(); next !== null; next = ahead.next()) given.push([next.queued, next.known?.no ?? null])
  expect(given).toEqual(Array.from({ length: 40 }, (_, no) => [no, [3, 17, 38].includes(no) ? no : null]))
  expect(looks).toHaveLength(4)
  expect(ahead.next()).toBeNull()
})

test('knows which answers may have been stored after its last look, until it looks again', () => {
  const { ahead } = lookahead(40, new Set())
  ahead.next()
  expect(ahead.isOutdated('a')).toBe(false)
  ahead.answered('a')
  expect(ahead.isOutdated('a')).toBe(true)
  for (let count = 0; count < 15; count++) ahead.next()
  expect(ahead.isOutdated('a')).toBe(true)
  ahead.next()
  expect(ahead.isOutdated('a')).toBe(false)
})
