import { appendFileSync } from 'node:fs'
import { defaultSettings } from '../../electron/core/default-settings.ts'
import { startRun } from '../../electron/core/evaluate/start-run.ts'
import { openStore } from '../../electron/core/store/open-store.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { createEngineBench, reply, turn } from './engine-bench.ts'
import { sequentialIds } from './fake-ports.ts'

// A program of its own, started by startProgram with three arguments.
const [libraryPath = '', journalPath = '', cases = ''] = process.argv.slice(2)
await runUntilKilled(libraryPath, journalPath, Number(cases))

/** Runs a plan on a new library until somebody kills it; every request stands in the journal before it is answered. */
async function runUntilKilled(libraryPath: string, journalPath: string, cases: number): Promise<void> {
  const newId = sequentialIds('11111111')
  const store = await openStore(libraryPath, { now: Date.now, newId, defaultSettings: defaultSettings(catalogModels) })
  const bench = createEngineBench(
    store,
    {
      cases: Array.from({ length: cases }, (_, index) => ({ variables: { text: `case ${index}` } })),
      concurrency: 8,
      answer: async ({ messages }, _context, call) => {
        // Never done by itself, since on a busy machine the kill may come late; the timer keeps the process alive.
        if (call > cases * 0.9) await new Promise(() => setInterval(() => {}, 60_000))
        appendFileSync(journalPath, `${messages[0]?.content}\n`)
        for (let turns = (messages[0]?.content.length ?? 0) % 4; turns > 0; turns--) await turn()
        return reply('ok')
      },
    },
    { now: Date.now, newId },
  )
  const { runId, jobId } = await startRun(bench.core, bench.spec(), new AbortController().signal)
  process.stdout.write(`${runId}\n`)
  await bench.end(jobId)
}
