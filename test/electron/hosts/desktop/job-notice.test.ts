import { expect, test } from 'vitest'
import { jobNotice } from '../../../../electron/hosts/desktop/job-notice.ts'
import { JobSnapshot } from '../../../../shared/domain/job.ts'

const job = JobSnapshot.parse({
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'run',
  subjectId: 'r',
  title: 'Nightly',
  state: 'succeeded',
  revision: 3,
  done: 40,
  failed: 2,
  cached: 0,
  total: 40,
  spentNanoUsd: 0,
  hasUnpriced: false,
  startedAt: '2026-01-02T12:00:00.000Z',
  updatedAt: '2026-01-02T12:10:00.000Z',
  error: null,
})

test.each([
  ['succeeded', { title: 'Nightly is complete', body: '40 of 40, 2 failed.' }],
  ['interrupted', { title: 'Nightly stopped', body: '40 of 40 done. It can be resumed.' }],
  ['cancelled', null],
  ['running', null],
] as const)('work that is %s', (state, notice) => {
  expect(jobNotice({ ...job, state })).toEqual(notice)
})
