import { expect, onTestFinished, test } from 'vitest'
import { type JobContext, JobRunner } from '../../../../electron/core/jobs/job-runner.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { fakePorts } from '../../../support/fake-ports.ts'
import { openTempStore } from '../../../support/temp-store.ts'

const about = { kind: 'run', subjectId: 'subject', title: 'Title', total: 10 } as const

async function openRunner() {
  const { store, path } = await openTempStore()
  const { ports, errors } = fakePorts(path)
  const published: JobSnapshot[] = []
  let wake: (() => void) | null = null
  const jobs = new JobRunner({
    store: store.jobs,
    ports,
    publish: (job) => {
      published.push(job)
      if (job.state !== 'running') wake?.()
    },
  })
  onTestFinished(() => jobs.close())
  /** Starts work and waits for its terminal event. */
  const run = (work: (job: JobContext) => Promise<void>) =>
    new Promise<JobSnapshot>((resolve) => {
      wake = () => resolve(published.at(-1) as JobSnapshot)
      jobs.start(about, work)
    })
  return { jobs, store, ports, errors, published, run }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

test('merges a burst of reports, and delivers the end once, with the highest revision and the last counts', async () => {
  const { run, published, store } = await openRunner()
  const end = await run(async ({ report }) => {
    for (let done = 1; done <= 10; done++) report({ done })
  })
  expect(end).toMatchObject({ state: 'succeeded', done: 10, error: null })
  expect(published.length).toBeLessThanOrEqual(3)
  expect(published.filter(({ state }) => state !== 'running')).toEqual([end])
  expect(published.map(({ revision }) => revision)).toEqual(published.map((_, index) => index + 1))
  expect(store.jobs.get(end.id)).toEqual(end)
})

test('tells the user an expected failure, and keeps an unexpected one in the log', async () => {
  const { run, errors } = await openRunner()
  const expected = await run(async () => {
    throw new AppError('budget-exceeded', 'No money.')
  })
  expect(expected).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded', message: 'No money.' } })
  expect(errors).toEqual([])
  const unexpected = await run(async () => {
    throw new TypeError('secret detail')
  })
  expect(unexpected.error?.code).toBe('internal')
  expect(unexpected.error?.message).not.toContain('secret')
  expect(errors).toHaveLength(1)
})

test('a cancel waits until the work has stopped, and cancelling it again gives the same end', async () => {
  const { jobs } = await openRunner()
  let hasStopped = false
  const id = jobs.start(about, async ({ signal, report }) => {
    await untilAborted(signal)
    report({ done: 7 })
    hasStopped = true
  })
  await Promise.resolve()
  const end = await jobs.cancel(id)
  expect(hasStopped).toBe(true)
  expect(end).toMatchObject({ state: 'cancelled', done: 7, error: null })
  expect(await jobs.cancel(id)).toEqual(end)
})

test('a cancel from another process is heard by the heartbeat', async () => {
  const { jobs, store, ports } = await openRunner()
  const id = jobs.start(about, ({ signal }) => untilAborted(signal))
  const other = new JobRunner({ store: store.jobs, ports, publish: () => {} })
  expect(await other.cancel(id)).toMatchObject({ state: 'cancelled' })
})

test('closing interrupts what runs, so that it can be resumed', async () => {
  const { jobs, store } = await openRunner()
  const id = jobs.start(about, ({ signal }) => untilAborted(signal))
  await jobs.close()
  expect(store.jobs.get(id)).toMatchObject({ state: 'interrupted', error: { code: 'interrupted' } })
})

test('lists the newest first, and the running ones alone when asked', async () => {
  const { jobs, run } = await openRunner()
  const first = await run(async () => {})
  const second = jobs.start(about, ({ signal }) => untilAborted(signal))
  expect(jobs.list(false).map(({ id }) => id)).toEqual([second, first.id])
  expect(jobs.list(true).map(({ id }) => id)).toEqual([second])
})
