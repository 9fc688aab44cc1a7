import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { recover } from '../../../../../electron/core/evaluate/recovery/recover.ts'
import { resumeRun } from '../../../../../electron/core/evaluate/resume-run.ts'
import { openStore } from '../../../../../electron/core/store/open-store.ts'
import { RunId } from '../../../../../shared/domain/ids.ts'
import { seededRandom } from '../../../../../shared/stats/seeded-random.ts'
import { createEngineBench, reply, turn } from '../../../../support/engine-bench.ts'
import { sequentialIds, tempFolder } from '../../../../support/fake-ports.ts'
import { firstLine, prepareProgram, startProgram } from '../../../../support/run-program.ts'
import { isSoak } from '../../../../support/soak.ts'
import { storeOptions } from '../../../../support/store-options.ts'

beforeAll(() => prepareProgram('crash-child.ts'), 120_000)

const CASES = 400
const ROUNDS = isSoak ? Number(process.env.PITHY_SOAK_ROUNDS ?? 500) : 6
const random = seededRandom('kill -9')
const kills = Array.from({ length: ROUNDS }, (_, round) => ({ round, after: Math.ceil(random() * CASES * 0.75) }))

test.each(kills)(
  'a kill -9 after $after calls loses no settled cell and pays nothing twice',
  async ({ round, after }) => {
    const folder = tempFolder()
    onTestFinished(folder.remove)
    const library = folder.file('library.sqlite')
    const journal = folder.file('bill.txt')
    const runId = await runAndKill(library, journal, after)
    const billed = lines(journal)

    const newId = sequentialIds(String(22_220_000 + round))
    const store = await openStore(library, storeOptions({ now: Date.now, newId }))
    onTestFinished(store.close)
    expect(recover(store, Date.now())).toHaveLength(1)
    expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
    const { run, no } = store.runs.get(runId)
    const ledger = store.db.prepare<[], { state: string }>('SELECT state FROM ledger').all()
    const settled = ledger.filter(({ state }) => state === 'settled').length
    const unknown = ledger.filter(({ state }) => state === 'unknown').length
    // Whatever reached the provider was recorded as sent before; at most the concurrency was still under way.
    expect(settled + unknown).toBe(ledger.length)
    expect(billed.length).toBeLessThanOrEqual(ledger.length)
    expect(unknown).toBeLessThanOrEqual(16)
    expect(run).toMatchObject({
      state: 'incomplete',
      doneCount: ledger.length,
      errorCount: unknown,
      costNanoUsd: settled * 30_000,
    })

    const bench = createEngineBench(store, { cases: [], answer: () => reply('ok') }, { now: Date.now, newId })
    onTestFinished(() => bench.core.jobs.close())
    await bench.end(await resumeRun(bench.core, runId, { mayPayAgain: false, budgetNanoUsd: undefined }))
    const askedAgain = bench.asked
      .map(({ messages }) => messages[0]?.content)
      .filter((text) => billed.includes(text ?? ''))
    expect(askedAgain).toEqual([])
    expect(bench.asked).toHaveLength(CASES - ledger.length)
    expect(store.cells.missingOf(no)).toBe(unknown)
  },
  // Short of time only where the machine is: the soak shares it with others.
  isSoak ? 300_000 : 30_000,
)

async function runAndKill(library: string, journal: string, after: number): Promise<RunId> {
  const child = await startProgram('crash-child.ts', [library, journal, String(CASES)])
  const runId = RunId.parse(await firstLine(child))
  while (child.exitCode === null && (!existsSync(journal) || lines(journal).length < after)) await turn()
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return runId
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}
