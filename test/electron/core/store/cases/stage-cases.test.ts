import { expect, it } from 'vitest'
import { stageCases } from '../../../../../electron/core/store/cases/stage-cases.ts'
import type { CaseContent } from '../../../../../shared/domain/eval-set.ts'
import { openTempStore } from '../../../../support/temp-store.ts'

const everything = { offset: 0, limit: 10, search: '' }

function casesOf(count: number): CaseContent[] {
  return Array.from({ length: count }, (_, index) => ({
    variables: { review: `The soup was cold. ${index}`, product: 'soup' },
    expected: 'negative',
    tags: ['plain'],
    weight: 1,
  }))
}

async function openSets() {
  const { store, clock } = await openTempStore()
  const project = store.projects.create({ name: 'Work' })
  return { store, clock, evalSets: store.evalSets, projectId: project.id }
}

const never = new AbortController().signal

it('brings all cases in their order, as one transaction would, and lets other work go on meanwhile', async () => {
  const { evalSets, projectId } = await openSets()
  const cases = casesOf(5000)
  const looks: number[] = []
  const looking = setInterval(() => looks.push(evalSets.list(projectId, { withArchived: true }).length))
  const staged = await stageCases(evalSets, { projectId, name: 'Staged' }, cases, { signal: never })
  clearInterval(looking)
  const whole = evalSets.create(projectId, { name: 'Whole', cases })
  expect({ ...staged, id: '', name: '', createdAt: '', updatedAt: '' }).toEqual({
    ...whole,
    id: '',
    name: '',
    createdAt: '',
    updatedAt: '',
  })
  // Others had their turn, and saw nothing of it.
  expect(looks.length).toBeGreaterThan(1)
  expect(new Set(looks)).toEqual(new Set([0]))
})

it('shows nothing of an import into an eval set before its end, and keeps what is added beside it', async () => {
  const { evalSets, projectId } = await openSets()
  const set = evalSets.create(projectId, { name: 'Set', cases: casesOf(2) })
  const cases = casesOf(60)
  const importNo = evalSets.beginImport({ evalSetId: set.id })
  const next = evalSets.stage(importNo, cases, { from: 0, goOn: (index) => index < 30 })
  expect(next).toBe(30)
  expect(evalSets.get(set.id)).toEqual(set)
  expect(evalSets.page(set.id, everything).cases).toHaveLength(2)
  expect(evalSets.page(set.id, { ...everything, search: 'soup' }).total).toBe(2)
  expect(evalSets.casesAfter(set.id, 0, 100)).toHaveLength(2)
  const added = evalSets.addCase(set.id, { variables: { place: 'here' }, expected: null, tags: [], weight: 1 })
  expect(evalSets.get(set.id).caseCount).toBe(3)
  evalSets.stage(importNo, cases, { from: next, goOn: () => true })
  const done = evalSets.finishImport(importNo, ['review', 'product'])
  expect(done).toMatchObject({ caseCount: 63, variableNames: ['review', 'product', 'place'] })
  const positions = evalSets.casesAfter(set.id, 0, 100).map(({ position }) => position)
  expect([positions.length, new Set(positions).size, added.position]).toEqual([63, 63, 33])
})

it('leaves nothing behind when it is cancelled', async () => {
  const { store, evalSets, projectId } = await openSets()
  const abort = new AbortController()
  setImmediate(() => abort.abort(new Error('Cancelled.')))
  await expect(
    stageCases(evalSets, { projectId, name: 'New' }, casesOf(20_000), { signal: abort.signal }),
  ).rejects.toThrow('Cancelled.')
  const counts = store.db.prepare(
    'SELECT (SELECT count(*) FROM eval_case), (SELECT count(*) FROM eval_set), (SELECT count(*) FROM case_import)',
  )
  expect(counts.raw().get()).toEqual([0, 0, 0])
})

it('takes back what a process that ended in the middle has left, at the next import', async () => {
  const { store, clock, evalSets, projectId } = await openSets()
  const left = evalSets.beginImport({ projectId, name: 'Left over' })
  evalSets.stage(left, casesOf(100), { from: 0, goOn: () => true })
  clock.advance(11 * 60_000)
  const set = await stageCases(evalSets, { projectId, name: 'New' }, casesOf(3), { signal: never })
  expect(evalSets.list(projectId, { withArchived: true }).map(({ id }) => id)).toEqual([set.id])
  expect(store.db.prepare('SELECT count(*) FROM eval_case').pluck().get()).toBe(3)
  expect(() => evalSets.stage(left, casesOf(1), { from: 0, goOn: () => true })).toThrow('taken back')
})
