import { expect, test } from 'vitest'
import { askAgain, previewAgain } from '../../../../electron/core/evaluate/ask-again.ts'
import { ProviderError } from '../../../../electron/core/providers/provider-error.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { reply } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'

const refused = { isRetryable: false, retryAfterMs: null, status: null, billing: 'rejected' } as const

async function openBench() {
  const bench = await openEngineBench({
    cases: ['a', 'b', 'bad'].map((text) => ({ variables: { text } })),
    assertions: [Assertion.parse({ scorer: 'equals', value: 'a' })],
    answer({ messages }) {
      if (messages[0]?.content === 'bad') throw new ProviderError('provider-refused', 'No.', refused)
      return reply(messages[0]?.content ?? '')
    },
  })
  const { run } = await bench.run()
  const outputs = () => {
    const stored = bench.store.runs.get(run.id)
    return bench.store.snapshots
      .page(stored.snapshotNo, 0, 3)
      .map(({ rowNo, evalCase }) => bench.store.cells.row(stored, rowNo, evalCase.id, { outputLimit: null })[0]?.[0])
      .map((cell) => (cell?.state === 'failed' ? null : cell?.output))
  }
  return { bench, run, outputs }
}

test('asks only the failed cells again, past the cache, and puts the new answers in place of the old', async () => {
  const { bench, run, outputs } = await openBench()
  expect(outputs()).toEqual(['a', 'b', null])
  bench.answerBy(() => reply('a'))
  const failures = { which: 'failures', column: null, caseId: null } as const
  expect(previewAgain(bench.core, run.id, failures).cells).toBe(1)
  const job = await bench.end(await askAgain(bench.core, run.id, failures))
  expect(job).toMatchObject({ state: 'succeeded', done: 1, cached: 0 })
  expect(outputs()).toEqual(['a', 'a', null])
  await bench.end(await askAgain(bench.core, run.id, { ...failures, which: 'errors' }))
  expect(outputs()).toEqual(['a', 'a', 'a'])
  expect(bench.store.runs.get(run.id).run).toMatchObject({ doneCount: 3, errorCount: 0, state: 'complete' })
  expect(
    bench.store.results.page(bench.store.runs.get(run.id), { offset: 0, limit: 9, filter: 'passed' }).matching,
  ).toBe(3)
})

test('keeps a mark with the answer that it was given to, until it is said to hold for the new one', async () => {
  const { bench, run } = await openBench()
  const stored = bench.store.runs.get(run.id)
  const ref = { runNo: stored.no, rowNo: 1, columnNo: 0, repeatNo: 0 }
  const caseId = bench.store.snapshots.page(stored.snapshotNo, 1, 1)[0]?.evalCase.id
  if (caseId === undefined) throw new Error('The run has a second case.')
  const marked = () => bench.store.cells.find(stored, ref, caseId)?.cell
  const mark = { thumb: false, score: null, comment: 'No.', label: '', isHighlighted: false }
  bench.store.marks.set(ref, mark)
  expect(marked()).toMatchObject({ output: 'b', mark })
  expect(marked()?.markedReply).toBeUndefined()
  const all = { which: 'all', column: null, caseId: null } as const
  bench.answerBy(() => reply('b'))
  await bench.end(await askAgain(bench.core, run.id, all))
  expect(marked()?.markedReply).toBeUndefined()
  bench.answerBy(() => reply('a'))
  await bench.end(await askAgain(bench.core, run.id, all))
  expect(marked()).toMatchObject({ output: 'a', mark, markedReply: { no: expect.any(Number), output: 'b' } })
  const earlier = marked()?.markedReply
  bench.store.marks.set(ref, mark)
  expect(marked()?.markedReply).toBeUndefined()
  // As undo gives it back.
  bench.store.marks.set(ref, mark, earlier?.no)
  expect(marked()?.markedReply).toEqual(earlier)
})

test('keeps an answer where no new one comes', async () => {
  const { bench, run, outputs } = await openBench()
  bench.answerBy(() => {
    throw new ProviderError('provider-refused', 'No more.', refused)
  })
  const job = await bench.end(await askAgain(bench.core, run.id, { which: 'all', column: null, caseId: null }))
  expect(job.failed).toBe(3)
  expect(outputs()).toEqual(['a', 'b', null])
  expect(bench.store.runs.get(run.id).run.errorCount).toBe(1)
})

test('refuses when no cell is meant', async () => {
  const { bench, run } = await openBench()
  bench.answerBy(() => reply('a'))
  await bench.end(await askAgain(bench.core, run.id, { which: 'errors', column: null, caseId: null }))
  await expect(askAgain(bench.core, run.id, { which: 'errors', column: null, caseId: null })).rejects.toMatchObject({
    code: 'conflict',
  })
})
