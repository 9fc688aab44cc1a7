import { appendFileSync } from 'node:fs'
import { defaultSettings } from '../../electron/core/default-settings.ts'
import { abortableSleep } from '../../electron/core/evaluate/calls/abortable-sleep.ts'
import { openStore } from '../../electron/core/store/open-store.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { createEngineBench } from './engine-bench.ts'
import { sequentialIds } from './fake-ports.ts'
import { spendingProvider } from './spending-provider.ts'

// A program of its own, started by startProgram: one of several that spend from the same library at once. Waits for retries
// are cut short, so that many runs end soon.
const [libraryPath = '', billPath = '', seed = '', concurrency = '', cases = ''] = process.argv.slice(2)
const newId = sequentialIds(`${process.pid}`.padStart(8, '0').slice(-8))
const store = await openStore(libraryPath, { now: Date.now, newId, defaultSettings: defaultSettings(catalogModels) })
const bench = createEngineBench(
  store,
  {
    cases: Array.from({ length: Number(cases) }, (_, index) => ({ variables: { text: `${seed} ${index}` } })),
    concurrency: Number(concurrency),
    answer: spendingProvider(seed, (nanoUsd) => appendFileSync(billPath, `${nanoUsd}\n`)),
    sleep: (ms, signal) => abortableSleep(Math.min(ms, 20), signal),
  },
  { now: Date.now, newId },
)
const { job } = await bench.run({ tags: ['team=a'] })
await bench.core.jobs.close()
store.close()
process.stdout.write(`${job.state} ${job.error?.code ?? ''}\n`)
