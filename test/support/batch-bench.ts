import { onTestFinished } from 'vitest'
import { createApp } from '../../electron/core/app.ts'
import type { Batch } from '../../shared/domain/batch.ts'
import { type JobId, type ModelId, ProviderId, type RunId } from '../../shared/domain/ids.ts'
import { isTerminal, type JobSnapshot } from '../../shared/domain/job.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import type { NanoUsd } from '../../shared/domain/money.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import type { Cell, Run } from '../../shared/domain/run.ts'
import { FakeBatchServer } from './fake-batch-server.ts'
import { type FakeClock, type FakePorts, fakeClock, fakePorts, sequentialIds, tempFolder } from './fake-ports.ts'
import { clientOf } from './temp-app.ts'
import { testModel } from './test-model.ts'

export type Vendor = 'openai' | 'anthropic'

/** A batch call of the fake server (12 tokens in, 5 out) at half of $1 and $10 per million. */
export const BATCH_CALL_NANO_USD = 31_000

/** The application on one library that can be closed and opened again, and a fake batch server for both vendors. */
export async function openBatchBench() {
  const { folder, server, clock, libraryPath } = await openBatchServer(fakeClock())
  let opened = 0
  const open = () => openBatchApp({ libraryPath, now: clock.now, ids: `0000000${opened++}` })
  const app = await open()
  await pointAtServer(app, server.url)
  return { app, server, clock, open, folder }
}

/** A fake batch server and an empty folder for a library; both go with the test. */
export async function openBatchServer(clock: FakeClock) {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const server = await FakeBatchServer.start()
  onTestFinished(() => server.close())
  server.now = clock.now
  return { folder, server, clock, libraryPath: folder.file('library.sqlite') }
}

/** Sends the calls of both vendors to the fake server. */
export async function pointAtServer(app: Pick<BatchApp, 'client' | 'keys'>, url: string): Promise<void> {
  for (const [id, baseUrl] of [
    ['openai', `${url}/v1`],
    ['anthropic', url],
  ] as const)
    await app.client.call('providers.save', {
      providerId: ProviderId.parse(id),
      label: id,
      baseUrl,
      maxConcurrency: 4,
      needsKey: true,
    })
  // A changed address takes the key away.
  setKeys(app)
}

function setKeys({ keys }: Pick<FakePorts, 'keys'>): void {
  keys.set('openai', 'sk-openai').set('anthropic', 'sk-anthropic')
}

export interface BatchAppOptions {
  readonly libraryPath: string
  readonly now: () => number
  /** Eight digits that no other opening of the library has. */
  readonly ids: string
}

/** The application with real fetch; the caller closes it. */
export async function openBatchCore({ libraryPath, now, ids }: BatchAppOptions) {
  const fake = fakePorts(libraryPath, { fetch, now, newId: sequentialIds(ids) })
  setKeys(fake)
  const app = await createApp(fake.ports)
  return { ...fake, app, client: clientOf(app) }
}

export type BatchApp = Awaited<ReturnType<typeof openBatchApp>>

export async function openBatchApp(options: BatchAppOptions) {
  const { app, client, ...fake } = await openBatchCore(options)
  let isOpen = true
  const close = async () => {
    if (isOpen) await app.close()
    isOpen = false
  }
  onTestFinished(close)
  const end = (jobId: JobId) =>
    new Promise<JobSnapshot>((resolve, reject) => {
      const see = (job: JobSnapshot) => {
        if (job.id !== jobId || !isTerminal(job.state)) return
        stop()
        resolve(job)
      }
      const stop = client.on('job.changed', see)
      client.call('jobs.get', { jobId }).then(see, reject)
    })
  return {
    ...fake,
    client,
    close,
    end,
    async collect(runId: RunId): Promise<JobSnapshot> {
      return await end((await client.call('batches.collect', { runId })).jobId)
    },
    async run(runId: RunId): Promise<Run> {
      return await client.call('runs.get', { runId })
    },
    async batches(runId: RunId): Promise<Batch[]> {
      return await client.call('batches.list', { runId })
    },
    /** All cells, by case; null where none is there yet. */
    async cells(runId: RunId): Promise<(Cell | null)[]> {
      const { rows } = await client.call('results.page', { runId, offset: 0, limit: 1000 })
      return rows.map(({ cells }) => cells[0]?.[0] ?? null)
    },
  }
}

/** `vendor/bench`: $1 per million tokens in, $10 out, half of it in a batch. */
export function batchModel(vendor: Vendor, changes: Partial<CatalogModel> = {}): CatalogModel {
  const model = testModel({ id: `${vendor}/bench`, maxOutputTokens: 50 })
  if (!model.price) throw new Error('The test model has a price.')
  return { ...model, price: { ...model.price, batchFactor: 0.5 }, ...changes }
}

interface PlanOptions {
  readonly cases?: readonly string[]
  readonly budgetNanoUsd?: NanoUsd | null
  readonly model?: CatalogModel
  readonly modelIds?: readonly ModelId[]
}

/** A spec of one variant ("Say {{text}}") on one batch model, in a project of its own. */
export async function batchSpec({ client }: Pick<BatchApp, 'client'>, vendor: Vendor, options: PlanOptions = {}) {
  const model = options.model ?? batchModel(vendor)
  await client.call('models.save', { model })
  const project = await client.call('projects.create', { name: 'Project' })
  const content = { messages: [{ role: 'user' as const, template: 'Say {{text}}' }], parameters: defaultParameters }
  const prompt = await client.call('prompts.create', { projectId: project.id, name: 'Prompt', content })
  const [variant] = await client.call('variants.list', { promptId: prompt.id })
  if (!variant) throw new Error('A prompt has a first variant.')
  const evalSet = await client.call('eval-sets.create', { projectId: project.id, name: 'Set' })
  for (const text of options.cases ?? ['one', 'two', 'three', 'four']) {
    const one = { variables: { text }, expected: null, tags: [], weight: 1 }
    await client.call('cases.add', { evalSetId: evalSet.id, content: one })
  }
  return {
    projectId: project.id,
    evalSetId: evalSet.id,
    variantIds: [variant.id],
    modelIds: [...(options.modelIds ?? [model.id])],
    budgetNanoUsd: options.budgetNanoUsd ?? null,
    mode: 'batch' as const,
  }
}
