import { expect, test } from 'vitest'
import type { Reservation } from '../../../../electron/core/store/ledger-store.ts'
import { JobId, ModelId } from '../../../../shared/domain/ids.ts'
import { openTempStore } from '../../../support/temp-store.ts'

/** Noon of 2026-01-02, by any clock of this machine within 11 hours of UTC. */
const NOON = Date.UTC(2026, 0, 2, 12)
const DAY = 86_400_000

async function openBudgets() {
  const { store } = await openTempStore()
  const { ledger, budgets, projects } = store
  const project = projects.create({ name: 'Work' })
  ledger.openBudget('run:1', null)
  ledger.openBudget('run:2', null)
  const send = (changes: Partial<Reservation> = {}, nowMs = NOON) =>
    ledger.send(
      {
        jobId: JobId.parse('job'),
        scope: 'run:1',
        projectId: project.id,
        cell: null,
        attempt: 1,
        modelId: ModelId.parse('lab/one'),
        isSimulation: false,
        worstNanoUsd: 40,
        ...changes,
      },
      nowMs,
    )
  return { store, ledger, budgets, projects, project, send }
}

test('a day, a week, a month and a project each refuse what does not fit, whichever run asks', async () => {
  const { store, projects, project, send } = await openBudgets()
  store.settings.save({ dayBudgetNanoUsd: 100 })
  expect([send(), send({ scope: 'run:2' }), send()]).toEqual([1, 2, { refusedBy: 'day:2026-01-02' }])
  expect(send({}, NOON + DAY)).toBe(3)
  store.settings.save({ weekBudgetNanoUsd: 130 })
  // 2 January 2026 is a Friday: its week began in the year before.
  expect(send({}, NOON + DAY)).toEqual({ refusedBy: 'week:2025-12-29' })
  store.settings.save({ weekBudgetNanoUsd: null, monthBudgetNanoUsd: 140 })
  expect(send({}, NOON + DAY)).toEqual({ refusedBy: 'month:2026-01' })
  expect(send({}, NOON + 40 * DAY)).toBe(4)
  projects.setBudget(project.id, 190)
  expect(send({}, NOON + 80 * DAY)).toEqual({ refusedBy: `project:${project.id}` })
  expect(send({ projectId: projects.create({ name: 'Other' }).id }, NOON + 80 * DAY)).toBe(5)
})

test('what is refused by one budget is held in none', async () => {
  const { store, budgets, project, send } = await openBudgets()
  store.settings.save({ monthBudgetNanoUsd: 10 })
  expect(send()).toEqual({ refusedBy: 'month:2026-01' })
  for (const scope of ['run:1', 'day:2026-01-02', 'week:2025-12-29', 'month:2026-01', `project:${project.id}`])
    expect(budgets.state(scope)).toMatchObject({ heldNanoUsd: 0, settledNanoUsd: 0 })
})

test('a call is settled in the day and the month in which it was sent', async () => {
  const { ledger, budgets, send } = await openBudgets()
  const attempt = send({}, NOON) as number
  ledger.settle(attempt, 15, false, NOON + 40 * DAY)
  expect(budgets.state('day:2026-01-02')).toMatchObject({ settledNanoUsd: 15, heldNanoUsd: 0 })
  expect(budgets.state('month:2026-01')).toMatchObject({ settledNanoUsd: 15, heldNanoUsd: 0 })
})

test('simulated calls count for their own run only', async () => {
  const { store, budgets, project, send } = await openBudgets()
  store.settings.save({ dayBudgetNanoUsd: 0 })
  expect(send({ isSimulation: true })).toBe(1)
  expect(budgets.state('run:1').heldNanoUsd).toBe(40)
  expect(budgets.state(`project:${project.id}`).heldNanoUsd).toBe(0)
})

test('an unpriced call fits only where there is no limit', async () => {
  const { store, send } = await openBudgets()
  expect(send({ worstNanoUsd: null })).toBe(1)
  store.settings.save({ dayBudgetNanoUsd: 1_000_000 })
  expect(send({ worstNanoUsd: null })).toEqual({ refusedBy: 'day:2026-01-02' })
})

test("a call under way is open in the rules of its tags and of its project, until it is settled, and in no other's", async () => {
  const { store, ledger, project, send } = await openBudgets()
  const other = store.projects.create({ name: 'Other' })
  const scopeOf = (projectId: typeof project.id | null, tag: string | null) => {
    const { id } = store.budgetRules.add({ projectId, tag, period: 'day', limitNanoUsd: 1000 }, NOON)
    return `rule:${id}:2026-01-02`
  }
  const own = [scopeOf(null, null), scopeOf(project.id, null), scopeOf(null, 'team=a'), scopeOf(project.id, 'team=a')]
  const foreign = [
    scopeOf(null, 'team=b'),
    scopeOf(other.id, 'team=a'),
    scopeOf(null, 'team=ab'),
    'rule:gone:2026-01-02',
  ]
  const openOf = (scopes: readonly string[]) => scopes.map((scope) => ledger.isOpen(scope, 0))
  send({ tags: ['team=b'], projectId: other.id, isSimulation: true })
  const attempt = send({ tags: ['team=a', 'user=anna'] }) as number
  expect([openOf(own), openOf(foreign)]).toEqual([own.map(() => true), foreign.map(() => false)])
  ledger.settle(attempt, 15, false, NOON)
  expect(openOf(own)).toEqual(own.map(() => false))
})
