import { batchSpec, openBatchCore, pointAtServer, type Vendor } from './batch-bench.ts'

// A program of its own, started by startProgram with three arguments.
const [libraryPath = '', serverUrl = '', vendor = ''] = process.argv.slice(2)
await submitUntilKilled(libraryPath, serverUrl, vendor === 'openai' ? 'openai' : 'anthropic')

/** Submits a batch run on a new library; the server kills this process before its answer leaves. */
async function submitUntilKilled(path: string, url: string, kind: Vendor): Promise<void> {
  const app = await openBatchCore({ libraryPath: path, now: Date.now, ids: '11111111' })
  await pointAtServer(app, url)
  const { runId } = await app.client.call('runs.start', await batchSpec(app, kind))
  process.stdout.write(`${runId}\n`)
  await new Promise(() => setInterval(() => undefined, 1000))
}
