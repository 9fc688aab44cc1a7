import { beforeEach, expect, test, vi } from 'vitest'
import { watchJobs } from '../../../../electron/hosts/desktop/watch-jobs.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'

const bar = vi.hoisted((): number[] => [])
const desktop = vi.hoisted(() => ({ isInFront: false, shown: [] as string[], raised: 0, click: () => {} }))
vi.mock('electron', () => ({
  BrowserWindow: {
    getAllWindows: () => [
      {
        setProgressBar: (ratio: number) => bar.push(ratio),
        isFocused: () => desktop.isInFront,
        isDestroyed: () => false,
        isMinimized: () => false,
        focus: () => {
          desktop.raised += 1
        },
      },
    ],
  },
  Notification: class {
    static isSupported = () => true
    readonly #notice: { readonly title: string; readonly body: string }
    constructor(notice: { readonly title: string; readonly body: string }) {
      this.#notice = notice
    }
    on(_event: 'click', listener: () => void): void {
      desktop.click = listener
    }
    show(): void {
      desktop.shown.push(`${this.#notice.title}: ${this.#notice.body}`)
    }
  },
}))
beforeEach(() => {
  bar.length = 0
  Object.assign(desktop, { isInFront: false, shown: [], raised: 0 })
})

const at = '2026-01-02T12:00:00.000Z'
// The fields that are read.
const job = { id: 'a', state: 'running', done: 1, total: 4, startedAt: at, updatedAt: at } as unknown as JobSnapshot

test('the bar shows how far all running work is, and goes with the last of it', () => {
  const { onJob } = watchJobs(async () => false)
  onJob(job)
  onJob({ ...job, done: 3 })
  onJob({ ...job, state: 'succeeded' })
  expect(bar).toEqual([0.25, 0.75, -1])
})

test('the bar counts all work together, and says that there is no telling while no step is known', () => {
  const { onJob } = watchJobs(async () => false)
  onJob({ ...job, total: 0, done: 0 })
  onJob({ ...job, id: 'b', total: 8, done: 2 } as JobSnapshot)
  onJob({ ...job, total: 4, done: 4 })
  onJob({ ...job, state: 'failed' })
  expect(bar).toEqual([2, 0.25, 0.5, 0.25])
})

const longAfter = '2026-01-02T12:00:20.000Z'
const ended = { ...job, title: 'Run 4', state: 'succeeded', done: 4, failed: 1, error: null, updatedAt: longAfter }

async function endOf(change: object, isInFront: boolean, mayNotify: boolean): Promise<readonly string[]> {
  desktop.isInFront = isInFront
  const { onJob } = watchJobs(async () => mayNotify)
  onJob(job)
  // The fields that are read.
  onJob({ ...ended, ...change } as unknown as JobSnapshot)
  await new Promise((resolve) => setImmediate(resolve))
  return desktop.shown
}

test('the end of long work is told while the window is not in front, and a click brings it there', async () => {
  expect(await endOf({}, false, true)).toEqual(['Run 4 is complete: 4 of 4, 1 failed.'])
  desktop.click()
  expect(desktop.raised).toBe(1)
})

test.each([
  ['while the window is in front', {}, true, true],
  ['where the user does not want it', {}, false, false],
  ['of work that took less than 20 s', { updatedAt: '2026-01-02T12:00:19.000Z' }, false, true],
  ['of work that the user ended', { state: 'cancelled' }, false, true],
])('nothing is told %s', async (_name, change, isInFront, mayNotify) => {
  expect(await endOf(change, isInFront, mayNotify)).toEqual([])
})

test('the bar goes when the engine that ran the work is gone', () => {
  const { onJob, forget } = watchJobs(async () => false)
  onJob(job)
  forget()
  expect(bar).toEqual([0.25, -1])
})
