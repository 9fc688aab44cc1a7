import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createApp } from '../electron/core/app.ts'
import { inProcessTransport } from '../electron/core/in-process-transport.ts'
import { environmentSecrets } from '../electron/core/platform/environment-secrets.ts'
import { nodePorts } from '../electron/core/platform/node-ports.ts'
import { type Client, createClient } from '../shared/contract/client.ts'
import { ModelId, ProviderId } from '../shared/domain/ids.ts'
import type { JobSnapshot } from '../shared/domain/job.ts'
import type { RunSpec } from '../shared/domain/run.ts'

/** A run of variants × models × cases against one server; the whole application works, but for its interface. */
export interface Workload {
  readonly name: string
  readonly variants: number
  readonly models: number
  readonly cases: number
  readonly latencyMs: number
  readonly concurrency: number
  /** Runs the same again, which the cache then answers. */
  readonly isRepeated?: boolean
}

/** Finer, and the measuring itself would wake the processor more often than a run of few calls at once does. */
const LAG_RESOLUTION_MS = 10

const [port = '', workload = ''] = process.argv.slice(2)
await measure(JSON.parse(workload) as Workload, Number(port))

async function measure(work: Workload, serverPort: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pithy-bench-'))
  const app = await createApp(nodePorts('cli', join(folder, 'library.sqlite'), environmentSecrets()))
  const client = createClient(inProcessTransport(app))
  const spec = await prepare(client, work, serverPort)
  print(work, work.name, await timeRun(client, spec))
  if (work.isRepeated) print(work, `${work.name} again, from the cache`, await timeRun(client, spec))
  await app.close()
  rmSync(folder, { recursive: true, force: true })
}

async function prepare(client: Client, work: Workload, serverPort: number): Promise<RunSpec> {
  const providerId = ProviderId.parse('bench')
  const maxConcurrency = work.concurrency
  const baseUrl = `http://127.0.0.1:${serverPort}/${work.latencyMs}/v1`
  await client.call('providers.save', { providerId, label: 'Bench', baseUrl, maxConcurrency, needsKey: false })
  const modelIds = Array.from({ length: work.models }, (_, index) => ModelId.parse(`bench/model-${index}`))
  for (const id of modelIds) await client.call('models.save', { model: model(id, providerId) })
  const { id: projectId } = await client.call('projects.create', { name: 'Bench' })
  const prompt = await client.call('prompts.create', { projectId, name: 'Prompt', content: content(0) })
  const [first] = await client.call('variants.list', { promptId: prompt.id })
  if (!first) throw new Error('A prompt has a first variant.')
  const variantIds = [first.id]
  for (let index = 1; index < work.variants; index++) {
    const { id } = await client.call('variants.fork', { variantId: first.id })
    await client.call('variants.save', { variantId: id, content: content(index) })
    variantIds.push(id)
  }
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  const startMs = performance.now()
  const { id: evalSetId } = await importCases(client, projectId, work.cases)
  lag.disable()
  const importMs = Math.round(performance.now() - startMs)
  if (work.cases >= 100_000)
    console.log(JSON.stringify({ name: 'import', importMs, longestGapMs: round(lag.max / 1e6) }))
  const assertions = [{ scorer: 'icontains', value: 'positive' }]
  await client.call('eval-sets.set-assertions', { evalSetId, assertions })
  return {
    projectId,
    name: '',
    evalSetId,
    variantIds,
    modelIds,
    repeats: 1,
    caseLimit: null,
    budgetNanoUsd: 1_000_000_000_000,
    mayUseCache: true,
    judgeModelId: null,
    mayStopEarly: false,
    keepsLogProbabilities: false,
    mode: 'live',
  }
}

async function importCases(client: Client, projectId: RunSpec['projectId'], cases: number) {
  const rows = Array.from({ length: cases }, (_, index) => `Review number ${index}: it arrived in time and works well.`)
  const text = ['text', ...rows].join('\n')
  const { evalSet } = await client.call('imports.cases', {
    text,
    format: 'csv',
    delimiter: ',',
    projectId,
    evalSetId: null,
    name: 'Reviews',
    mapping: [{ column: 'text', use: 'variable', variableName: 'text' }],
  })
  return evalSet
}

function content(index: number) {
  const messages = [
    { role: 'system' as const, template: `Answer whether the review is positive or negative. (${index})` },
    { role: 'user' as const, template: '{{text}}' },
  ]
  return { messages, parameters: {} }
}

function model(id: ModelId, providerId: ProviderId) {
  return {
    id,
    providerId,
    label: id,
    contextTokens: 100_000,
    maxOutputTokens: 200,
    price: {
      prices: { input: 0.1, output: 0.4, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
      tiers: [],
      batchFactor: null,
      source: 'bench',
      readOn: '2026-01-01',
    },
    capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
    isSimulation: false,
    origin: 'user' as const,
  }
}

async function timeRun(client: Client, spec: RunSpec) {
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS })
  let peakRssBytes = 0
  const watch = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss())
  }, 50)
  const ended = new Promise<JobSnapshot>((resolve) => {
    client.on('job.changed', (job) => {
      if (job.state !== 'running') resolve(job)
    })
  })
  lag.enable()
  const cpu = process.cpuUsage()
  const startMs = performance.now()
  await client.call('runs.start', spec)
  const job = await ended
  const wallMs = performance.now() - startMs
  const { user, system } = process.cpuUsage(cpu)
  lag.disable()
  clearInterval(watch)
  if (job.state !== 'succeeded' || job.failed > 0)
    throw new Error(`The run ended as ${job.state}: ${job.error?.message}`)
  return {
    job,
    wallMs,
    cpuMs: (user + system) / 1000,
    peakRssBytes,
    lagP99Ms: lag.percentile(99) / 1e6 - LAG_RESOLUTION_MS,
  }
}

function print(work: Workload, name: string, run: Awaited<ReturnType<typeof timeRun>>): void {
  const cells = work.variants * work.models * work.cases
  const calls = cells - run.job.cached
  const idealMs = (calls * work.latencyMs) / work.concurrency
  const figures = {
    name,
    cells,
    calls,
    concurrency: work.concurrency,
    wallMs: Math.round(run.wallMs),
    wallByIdeal: idealMs > 0 ? round(run.wallMs / idealMs) : null,
    cellsPerSecond: Math.round((cells * 1000) / run.wallMs),
    wallMsPerCell: round(run.wallMs / cells),
    cpuMsPerCell: round(run.cpuMs / cells),
    peakRssMiB: Math.round(run.peakRssBytes / 2 ** 20),
    peakRssMb: Math.round(run.peakRssBytes / 1e6),
    lagP99Ms: round(Math.max(0, run.lagP99Ms)),
  }
  console.log(JSON.stringify(figures))
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
