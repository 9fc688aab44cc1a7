import { expect, test } from 'vitest'
import type { Reservation } from '../../../../electron/core/store/ledger-store.ts'
import { JobId, ModelId, ProjectId } from '../../../../shared/domain/ids.ts'
import { openTempStore } from '../../../support/temp-store.ts'

const jobId = JobId.parse('job')

function reservation(changes: Partial<Reservation> = {}): Reservation {
  const modelId = ModelId.parse('lab/one')
  const projectId = ProjectId.parse('project')
  const common = { jobId, scope: 'run:1', projectId, cell: null, attempt: 1, modelId, isSimulation: false }
  return { ...common, worstNanoUsd: 40, ...changes }
}

async function openLedger(limitNanoUsd: number | null = 100) {
  const { store } = await openTempStore()
  store.ledger.openBudget('run:1', limitNanoUsd)
  const sent = (changes: Partial<Reservation> = {}) => store.ledger.send(reservation(changes), 1000) as number
  return { store, ledger: store.ledger, sent }
}

test('reserves up to the limit and not a nano-dollar further', async () => {
  const { ledger, sent } = await openLedger()
  expect([sent(), sent(), sent()]).toEqual([1, 2, { refusedBy: 'run:1' }])
  expect(sent({ worstNanoUsd: 20 })).toBe(3)
  expect(sent({ worstNanoUsd: 1 })).toEqual({ refusedBy: 'run:1' })
  expect(ledger.budget('run:1')).toEqual({ limitNanoUsd: 100, settledNanoUsd: 0, heldNanoUsd: 100 })
})

test('books the truth, once, and frees the rest', async () => {
  const { ledger, sent } = await openLedger()
  const attempt = sent()
  ledger.stream(attempt)
  ledger.settle(attempt, 15, false, 2000)
  ledger.settle(attempt, 15, false, 2000)
  ledger.reject(attempt, 2000)
  ledger.keep(attempt, 2000)
  expect(ledger.budget('run:1')).toEqual({ limitNanoUsd: 100, settledNanoUsd: 15, heldNanoUsd: 0 })
})

test('books a call that cost more than its worst case in full, and lets nothing follow', async () => {
  const { ledger, sent } = await openLedger()
  ledger.settle(sent(), 130, false, 2000)
  expect(ledger.budget('run:1').settledNanoUsd).toBe(130)
  expect(sent({ worstNanoUsd: 0 })).toEqual({ refusedBy: 'run:1' })
})

test('holds the worst case of what may have been billed, until the truth is known', async () => {
  const { ledger, sent } = await openLedger()
  const attempt = sent()
  ledger.keep(attempt, 2000)
  expect(ledger.budget('run:1').heldNanoUsd).toBe(40)
  expect(ledger.spentSince(0)).toEqual({ nanoUsd: 0, hasUnpriced: false, heldNanoUsd: 40 })
  ledger.settle(attempt, 9, false, 3000)
  expect(ledger.budget('run:1')).toMatchObject({ settledNanoUsd: 9, heldNanoUsd: 0 })
})

test('keeps what a dead job left open, and leaves other jobs alone', async () => {
  const { ledger, sent } = await openLedger()
  const cell = { runNo: 1, rowNo: 2, columnNo: 3, repeatNo: 4 }
  sent({ cell, attempt: 2 })
  sent({ jobId: JobId.parse('other') })
  expect(ledger.keepOpenOf(jobId, 2000)).toEqual([{ cell, attempt: 2 }])
  expect(ledger.keepOpenOf(jobId, 2000)).toEqual([])
  expect(ledger.budget('run:1').heldNanoUsd).toBe(80)
})

test("tells real money since a moment apart from earlier money and from the simulation's", async () => {
  const { ledger } = await openLedger(null)
  const settle = (changes: Partial<Reservation>, nowMs: number, amount: number | null) =>
    ledger.settle(ledger.send(reservation(changes), nowMs) as number, amount, false, nowMs)
  settle({}, 1000, 7)
  settle({}, 5000, 11)
  settle({ isSimulation: true }, 5000, 1000)
  expect(ledger.spentSince(2000)).toEqual({ nanoUsd: 11, hasUnpriced: false, heldNanoUsd: 0 })
  settle({ worstNanoUsd: null }, 6000, null)
  expect(ledger.spentSince(2000)).toEqual({ nanoUsd: 11, hasUnpriced: true, heldNanoUsd: 0 })
})
