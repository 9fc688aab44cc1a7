import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { type Batch, isOpenBatch } from '../../../../shared/domain/batch.ts'
import { RunId } from '../../../../shared/domain/ids.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { exitCode } from '../exit-code.ts'
import { followJob } from '../follow-job.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { exitCodeOf, type RunResult, readRunResult, toJson, toText } from '../run-result.ts'

const ASK_EVERY_MS = 60_000

/** `pithy batch status [RUN]`: what the library knows; asks no provider. */
export async function batchStatusCommand(id: string | undefined, options: GlobalOptions): Promise<number> {
  const batches = await withClient(options, (client) =>
    client.call('batches.list', { runId: id === undefined ? null : RunId.parse(id) }),
  )
  if (options.json) console.log(JSON.stringify(batches, null, 2))
  else if (batches.length === 0) console.log('There is no batch. Submit a run by: pithy run PLAN --batch')
  else for (const batch of batches) console.log(describe(batch))
  return exitCode.passed
}

/** `pithy batch collect [RUN]`: of one run, or of every run that waits; ends with 3 while something is still missing. */
export async function batchCollectCommand(
  id: string | undefined,
  options: GlobalOptions & { readonly wait?: boolean },
): Promise<number> {
  const results = await withClient(options, async (client) => {
    const runs =
      id === undefined ? await waitingRuns(client) : [await client.call('runs.get', { runId: RunId.parse(id) })]
    const collected: RunResult[] = []
    for (const run of runs) collected.push(await collect(client, run, options.wait ?? false))
    return collected
  })
  if (options.json) console.log(JSON.stringify(results.map(toJson), null, 2))
  else if (results.length === 0) console.log('No run waits for a batch.')
  else for (const result of results) console.log(toText(result))
  return Math.max(exitCode.passed, ...results.map(exitCodeOf))
}

/** `pithy batch cancel RUN` */
export async function batchCancelCommand(id: string, options: GlobalOptions): Promise<number> {
  const batches = await withClient(options, (client) => client.call('batches.cancel', { runId: RunId.parse(id) }))
  if (options.json) console.log(JSON.stringify(batches, null, 2))
  else {
    for (const batch of batches) console.log(describe(batch))
    console.log(`What was answered by now is billed. Fetch it by: pithy batch collect ${id} --wait`)
  }
  return exitCode.passed
}

/** A failure passes while it waits, as far as the provider may be asked again. */
async function collect(client: Client, { id, name }: Run, mayWait: boolean): Promise<RunResult> {
  for (;;) {
    const { jobId } = await client.call('batches.collect', { runId: id })
    const result = await readRunResult(client, id, await followJob(client, jobId, name))
    const mayGoOn = result.job.state === 'succeeded' || result.job.error?.retryable === true
    if (!mayWait || !mayGoOn || result.run.state !== 'waiting') return result
    await sleep(ASK_EVERY_MS)
  }
}

async function waitingRuns(client: Client): Promise<Run[]> {
  const batches = await client.call('batches.list', {})
  const ids = [...new Set(batches.filter(({ state }) => isOpenBatch(state)).map(({ runId }) => runId))]
  const runs = await Promise.all(ids.map((runId) => client.call('runs.get', { runId })))
  const running = runs.find(({ state }) => state === 'running')
  if (running) throw new AppError('conflict', `The run "${running.name}" is still running.`)
  return runs
}

function describe(batch: Batch): string {
  const { succeededCount, failedCount, requestCount, expiresAt, error } = batch
  const done = `${succeededCount} of ${requestCount} answered`
  const parts = [batch.runId, batch.modelId, batch.providerBatchId ?? '–', batch.state, done]
  if (failedCount > 0) parts.push(`${failedCount} failed`)
  if (expiresAt !== null && isOpenBatch(batch.state)) parts.push(`until ${expiresAt}`)
  if (error) parts.push(error.message)
  return parts.join('  ')
}
