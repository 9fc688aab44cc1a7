import { expect, test } from 'vitest'
import { previewRun } from '../../../../../electron/core/evaluate/forecast/preview-run.ts'
import { resumeRun } from '../../../../../electron/core/evaluate/resume-run.ts'
import { startRun } from '../../../../../electron/core/evaluate/start-run.ts'
import { ProviderError } from '../../../../../electron/core/providers/provider-error.ts'
import type { Message } from '../../../../../shared/domain/prompt.ts'
import { type EngineBench, reply, turn } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'
import { testModel } from '../../../../support/test-model.ts'

const CASES = 9
const signal = new AbortController().signal
const long: Message[] = [
  { role: 'system', template: 'Rule. '.repeat(1200) },
  { role: 'user', template: '{{text}}' },
]
const short: Message[] = [{ role: 'user', template: 'Short: {{text}}' }]

function texts(count = CASES) {
  return Array.from({ length: count }, (_, index) => ({ variables: { text: `text ${index}` } }))
}

/** Calls of the long prompt wait for their turn; the first of them says a word when it is told to. */
async function openWarmBench(cases = texts()) {
  const bench = await openEngineBench({ cases, variants: [long, short], models: [testModel({ id: 'lab/gpt-5.6' })] })
  const first = { ...Promise.withResolvers<void>(), speak: () => {} }
  const asked = { long: 0, short: 0 }
  bench.answerBy(async ({ messages }, { onText }) => {
    const kind = messages.length === 2 ? 'long' : 'short'
    if (asked[kind]++ === 0 && kind === 'long') {
      first.speak = () => onText('o')
      await first.promise
    }
    return reply('ok')
  })
  return { bench, first, asked }
}

async function start({ core, spec, end }: EngineBench) {
  const { runId, jobId } = await startRun(core, spec(), signal)
  return { runId, jobId, ended: end(jobId) }
}

/** The test's own time limit ends it: how many turns the tokenizer's ranks take to load is not known. */
async function turnsUntil(isReached: () => boolean): Promise<void> {
  while (!isReached()) await turn()
  // What might come too many has its chance.
  for (let count = 0; count < 20; count++) await turn()
}

test('sends one call of a column with a long prefix, the others once it speaks; other columns go on meanwhile', async () => {
  const { bench, first, asked } = await openWarmBench()
  const { runId, ended } = await start(bench)
  await turnsUntil(() => asked.short === CASES)
  expect(asked).toEqual({ long: 1, short: CASES })
  first.speak()
  await turnsUntil(() => asked.long === CASES)
  // The first is still under way.
  expect(asked.long).toBe(CASES)
  first.resolve()
  expect(await ended).toMatchObject({ state: 'succeeded', done: 2 * CASES, failed: 0 })
  expect(bench.store.runs.get(runId).run).toMatchObject({ state: 'complete', doneCount: 2 * CASES })
})

test('goes on when the first call fails without a word', async () => {
  const { bench, first, asked } = await openWarmBench()
  const { ended } = await start(bench)
  await turnsUntil(() => asked.short === CASES)
  const failure = { billing: 'rejected', isRetryable: false, retryAfterMs: null, status: 400 } as const
  first.reject(new ProviderError('provider-failed', 'No.', failure))
  expect(await ended).toMatchObject({ state: 'succeeded', done: 2 * CASES, failed: 1 })
})

test('a cancel while the first is under way ends the run, and a resume finishes it', async () => {
  const { bench, asked } = await openWarmBench()
  const { runId, jobId, ended } = await start(bench)
  await turnsUntil(() => asked.short === CASES)
  await bench.core.jobs.cancel(jobId)
  expect(await ended).toMatchObject({ state: 'cancelled' })
  expect(asked.long).toBe(1)
  await bench.end(await resumeRun(bench.core, runId, { mayPayAgain: true, budgetNanoUsd: undefined }))
  expect(bench.store.runs.get(runId).run).toMatchObject({ state: 'complete', doneCount: 2 * CASES })
})

test('takes what is answered already from the cache at once, and asks twins that waited only once', async () => {
  const { bench, first, asked } = await openWarmBench([...texts(), ...texts(20)])
  first.resolve()
  await bench.run({ caseLimit: 3 })
  expect(asked).toEqual({ long: 3, short: 3 })
  const { job } = await bench.run()
  expect(asked).toEqual({ long: 20, short: 20 })
  expect(job).toMatchObject({ state: 'succeeded', done: 58, cached: 24 })
})

test('the forecast says which columns are warmed, where more than one call is to be made', async () => {
  const { bench, first } = await openWarmBench()
  const notes = async () => (await previewRun(bench.core, bench.spec(), signal)).notes
  expect(await notes()).toEqual([
    'Warms the cache with one call per column first: A. The others wait until it is answered.',
  ])
  first.resolve()
  await bench.run()
  expect(await notes()).toEqual([])
})
