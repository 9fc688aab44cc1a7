import { describe, expect, it } from 'vitest'
import type { CaseContent } from '../../../../shared/domain/eval-set.ts'
import { CaseId } from '../../../../shared/domain/ids.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { processorMs } from '../../../support/processor-ms.ts'
import { openTempStore } from '../../../support/temp-store.ts'

function caseOf(variables: CaseContent['variables'], more: Partial<CaseContent> = {}): CaseContent {
  return { variables, expected: null, tags: [], weight: 1, ...more }
}

async function withEvalSet(cases: readonly CaseContent[] = []) {
  const { store, clock } = await openTempStore()
  const project = store.projects.create({ name: 'Work' })
  const evalSet = store.evalSets.create(project.id, { name: 'Reviews', cases })
  return { clock, evalSets: store.evalSets, project, evalSet, id: evalSet.id }
}

const everything = { offset: 0, limit: 1000, search: '' }

describe('EvalSetStore', () => {
  it('gives a case back as it was added, nested values included', async () => {
    const content = caseOf(
      { text: 'Grüße "x"\n', list: [1, { deep: null }], flag: true, n: 0.1 },
      { expected: '', tags: ['a', 'b'], weight: 2.5 },
    )
    const { evalSets, id, evalSet } = await withEvalSet([content])
    expect(evalSet).toMatchObject({ caseCount: 1, variableNames: ['text', 'list', 'flag', 'n'] })
    const { cases, total } = evalSets.page(id, everything)
    expect(total).toBe(1)
    expect(cases).toEqual([{ ...content, id: cases[0]?.id, position: 1 }])
  })

  it('names the variables of all cases in the order of their first appearance, and forgets those that are gone', async () => {
    const { evalSets, id } = await withEvalSet([caseOf({ b: '1', a: '2' }), caseOf({ a: '3', c: '4' })])
    expect(evalSets.get(id).variableNames).toEqual(['b', 'a', 'c'])
    const [first] = evalSets.page(id, everything).cases
    if (!first) throw new Error('There are two cases.')
    evalSets.saveCase(id, first.id, caseOf({ a: '2' }))
    expect(evalSets.get(id).variableNames).toEqual(['a', 'c'])
  })

  it('keeps positions over remove, add and restore', async () => {
    const { evalSets, id } = await withEvalSet([caseOf({ x: '1' }), caseOf({ x: '2' }), caseOf({ x: '3' })])
    const before = evalSets.page(id, everything).cases
    const gone = before.filter(({ position }) => position > 1)
    expect(evalSets.removeCases(id, gone.map((one) => one.id).reverse())).toEqual(gone)
    const added = evalSets.addCase(id, caseOf({ x: '4' }))
    expect(added.position).toBe(4)
    expect(evalSets.get(id).caseCount).toBe(2)
    const restored = evalSets.restoreCases(
      id,
      gone.map((one) => one.id),
    )
    expect(restored.caseCount).toBe(4)
    expect(evalSets.page(id, everything).cases).toEqual([...before, added])
  })

  it('removes all of the named cases or, when one is unknown or gone, none', async () => {
    const { evalSets, id } = await withEvalSet([caseOf({ x: '1' })])
    const [one] = evalSets.page(id, everything).cases
    if (!one) throw new Error('There is one case.')
    expect(() => evalSets.removeCases(id, [one.id, CaseId.parse('nobody')])).toThrow('The eval set has no case nobody.')
    expect(evalSets.get(id).caseCount).toBe(1)
    expect(() => evalSets.restoreCases(id, [CaseId.parse('nobody')])).toThrow('never had a case nobody')
  })

  it('does not touch the cases of another eval set', async () => {
    const { evalSets, id, project } = await withEvalSet([caseOf({ x: '1' })])
    const other = evalSets.create(project.id, { name: 'Other' })
    const [one] = evalSets.page(id, everything).cases
    if (!one) throw new Error('There is one case.')
    expect(() => evalSets.saveCase(other.id, one.id, caseOf({ x: '2' }))).toThrow('has no case')
    expect(() => evalSets.removeCases(other.id, [one.id])).toThrow('has no case')
  })

  it('gives the same hash for the same cases and assertions, and another one for any change', async () => {
    const cases = [caseOf({ x: '1', y: '2' }), caseOf({ x: '3' })]
    const { evalSets, project, evalSet, id } = await withEvalSet(cases)
    const same = evalSets.create(project.id, { name: 'Copy', cases: [caseOf({ y: '2', x: '1' }), caseOf({ x: '3' })] })
    expect(same.contentHash).toBe(evalSet.contentHash)
    expect(evalSet.contentHash).toMatch(/^[0-9a-f]{64}$/)
    const hashes = new Set([evalSet.contentHash])
    const [first, second] = evalSets.page(id, everything).cases
    if (!first || !second) throw new Error('There are two cases.')
    for (const change of [
      () => evalSets.saveCase(id, first.id, caseOf({ x: '1', y: '2' }, { expected: '' })),
      () => evalSets.saveCase(id, first.id, caseOf({ x: '1', y: '2' }, { tags: ['a'] })),
      () => evalSets.saveCase(id, first.id, caseOf({ x: '1', y: '2' }, { weight: 2 })),
      () => evalSets.saveCase(id, first.id, caseOf({ x: 1, y: '2' })),
      () => evalSets.setAssertions(id, [Assertion.parse({ scorer: 'equals' })]),
      () => evalSets.addCase(id, caseOf({})),
    ]) {
      change()
      hashes.add(evalSets.get(id).contentHash)
    }
    expect(hashes.size).toBe(7)
    const swapped = evalSets.create(project.id, { name: 'Swapped', cases: [...cases].reverse() })
    expect(swapped.contentHash).not.toBe(evalSet.contentHash)
  })

  it('has the old hash again after a removed case came back', async () => {
    const { evalSets, evalSet, id } = await withEvalSet([caseOf({ x: '1' }), caseOf({ x: '2' })])
    const [first] = evalSets.page(id, everything).cases
    if (!first) throw new Error('There are two cases.')
    evalSets.removeCases(id, [first.id])
    expect(evalSets.get(id).contentHash).not.toBe(evalSet.contentHash)
    expect(evalSets.restoreCases(id, [first.id]).contentHash).toBe(evalSet.contentHash)
  })

  it('finds text in values, expected answers and tags, in any case of any alphabet, and not in names or JSON syntax', async () => {
    const { evalSets, id } = await withEvalSet([
      caseOf({ text: 'Herr MÜLLER ruft an' }),
      caseOf({ text: 'x' }, { expected: 'von Müller' }),
      caseOf({ text: 'x' }, { tags: ['müller'] }),
      caseOf({ text: 'he said "50 % off"\nC:\\new' }),
      caseOf({ list: [{ who: 'Müller' }] }),
      caseOf({ müller: 'x', n: 42, t: true }),
    ])
    const found = (search: string) => evalSets.page(id, { ...everything, search }).cases.map(({ position }) => position)
    expect(found('müller')).toEqual([1, 2, 3, 5])
    expect(found('"50 %')).toEqual([4])
    expect(found('off"\nC:\\new')).toEqual([4])
    expect(found('42')).toEqual([6])
    expect(found('_')).toEqual([])
    expect(found('text')).toEqual([])
    expect(found('true')).toEqual([6])
    // Nested values are shown as JSON, so they are found as JSON.
    expect(found('"}')).toEqual([5])
    expect(found('   ')).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('pages through all cases and through matches, each with its own total', async () => {
    const cases = Array.from({ length: 25 }, (_, index) => caseOf({ x: index % 2 === 0 ? 'even' : 'odd' }))
    const { evalSets, id } = await withEvalSet(cases)
    const page = evalSets.page(id, { offset: 20, limit: 10, search: '' })
    expect([page.total, page.cases.map(({ position }) => position)]).toEqual([25, [21, 22, 23, 24, 25]])
    const odd = evalSets.page(id, { offset: 10, limit: 10, search: 'odd' })
    expect([odd.total, odd.cases.map(({ position }) => position)]).toEqual([12, [22, 24]])
    expect(evalSets.casesAfter(id, 23, 1).map(({ position }) => position)).toEqual([24])
  })

  it('imports many cases in one transaction, and keeps one more change cheap', async () => {
    const review = 'The soup was cold, the bread was stale and the waiter was rude. We left hungry and disappointed. '
    const cases = Array.from({ length: 20_000 }, (_, index) =>
      caseOf({ review: review + index, product: 'soup' }, { expected: 'negative', tags: ['plain'] }),
    )
    const { evalSets, id } = await withEvalSet()
    const startMs = processorMs()
    evalSets.addCases(id, cases)
    // Takes a third of a second; a commit or a hash of the whole set per case would take minutes.
    expect(processorMs() - startMs).toBeLessThan(3000)
    evalSets.addCase(id, caseOf({ review: 'one more', place: 'here' }))
    expect(evalSets.get(id)).toMatchObject({ caseCount: 20_001, variableNames: ['review', 'product', 'place'] })
    expect(evalSets.page(id, { offset: 0, limit: 100, search: 'ONE MORE' }).total).toBe(1)
  })
})
