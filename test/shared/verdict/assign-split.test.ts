import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { assignSplit, type SplitCase, type SplitPlace } from '../../../shared/verdict/assign-split.ts'

function casesOf(count: number, options: { from?: number; tags?: (index: number) => string[] } = {}): SplitCase[] {
  const { from = 0, tags = () => [] } = options
  return Array.from({ length: count }, (_, index) => ({
    id: `case-${from + index}`,
    variables: { text: `Message ${from + index}` },
    tags: tags(from + index),
  }))
}

function devShare(places: ReadonlyMap<string, SplitPlace>, ids?: ReadonlySet<string>): number {
  const chosen = [...places].filter(([id]) => ids?.has(id) ?? true)
  return chosen.filter(([, { part }]) => part === 'dev').length / chosen.length
}

describe('assignSplit', () => {
  it('puts three fifths of every tag into development, whatever the size of the tag', () => {
    const cases = casesOf(300, { tags: (index) => [index % 10 === 0 ? 'rare' : 'common'] })
    const places = assignSplit(cases, new Map())
    const rare = new Set(cases.filter(({ tags }) => tags[0] === 'rare').map(({ id }) => id))
    expect(devShare(places)).toBeCloseTo(0.6, 2)
    expect(devShare(places, rare)).toBeCloseTo(0.6, 1)
  })

  it('moves nothing when cases are added, and stays even', () => {
    const random = seededRandom('growth')
    let known: ReadonlyMap<string, SplitPlace> = new Map()
    let count = 0
    for (let step = 0; step < 20; step++) {
      count += 1 + Math.floor(random() * 30)
      const fresh = assignSplit(casesOf(count), known)
      for (const id of known.keys()) expect(fresh.has(id)).toBe(false)
      known = new Map([...known, ...fresh])
    }
    expect(known.size).toBe(count)
    expect(devShare(known)).toBeCloseTo(0.6, 1)
  })

  it('goes by what a case says: other ids and another order give the same parts', () => {
    const cases = casesOf(100)
    const places = assignSplit(cases, new Map())
    const again = assignSplit(
      [...cases].reverse().map((each) => ({ ...each, id: `new ${each.id}` })),
      new Map(),
    )
    for (const [id, { part }] of places) expect(again.get(`new ${id}`)?.part).toBe(part)
  })

  it('keeps equal cases and groups together, also with ones that have their place', () => {
    const cases = casesOf(90, { tags: (index) => [`group:${index % 9}`] })
    const places = assignSplit(cases, new Map())
    for (let group = 0; group < 9; group++) {
      const parts = cases.filter((_, index) => index % 9 === group).map(({ id }) => places.get(id)?.part)
      expect(new Set(parts).size).toBe(1)
    }
    const twin = { id: 'twin', variables: { text: 'Message 5' }, tags: [] }
    const [first] = casesOf(1, { from: 5 })
    const known = assignSplit(casesOf(20), new Map())
    expect(assignSplit([twin], known).get('twin')).toEqual(known.get(first?.id ?? ''))
  })
})
