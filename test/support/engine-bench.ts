import { BundleDesk } from '../../electron/core/bundle/bundle-desk.ts'
import type { CoreContext } from '../../electron/core/core-context.ts'
import { createEngine, type Engine } from '../../electron/core/evaluate/engine.ts'
import { Calibrations } from '../../electron/core/evaluate/judge/calibrations.ts'
import { startRun } from '../../electron/core/evaluate/start-run.ts'
import { createEventBus } from '../../electron/core/event-bus.ts'
import { JobRunner } from '../../electron/core/jobs/job-runner.ts'
import type { ProviderConfig } from '../../electron/core/models/provider-directory.ts'
import type { Ports } from '../../electron/core/ports.ts'
import type {
  Provider,
  ProviderContext,
  ProviderReply,
  ProviderRequest,
} from '../../electron/core/providers/provider.ts'
import type { ProviderBatches } from '../../electron/core/providers/provider-batches.ts'
import type { Store } from '../../electron/core/store/open-store.ts'
import { PatternRunner } from '../../electron/core/user-code/pattern-runner.ts'
import { ScriptRunner } from '../../electron/core/user-code/script-runner.ts'
import type { CaseContent } from '../../shared/domain/eval-set.ts'
import type { EvalSetId, JobId, ProviderId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { isTerminal } from '../../shared/domain/job.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { defaultParameters, type Message } from '../../shared/domain/prompt.ts'
import type { Run, RunSpec } from '../../shared/domain/run.ts'
import type { Assertion } from '../../shared/domain/score.ts'
import type { Usage } from '../../shared/domain/usage.ts'
import { fakePorts } from './fake-ports.ts'
import { testModel } from './test-model.ts'

export type Answer = (
  request: ProviderRequest,
  context: ProviderContext,
  call: number,
) => Promise<ProviderReply> | ProviderReply

export interface EngineBenchOptions {
  readonly cases: readonly Partial<CaseContent>[]
  readonly assertions?: readonly Assertion[]
  /** One message list for each variant. */
  readonly variants?: readonly (readonly Message[])[]
  readonly models?: readonly CatalogModel[]
  readonly concurrency?: number
  readonly answer?: Answer
  /** The provider's batch API; without it there is none. */
  readonly batches?: ProviderBatches
  /** Whether it tells log-probabilities when it is asked; absent = never. */
  readonly tellsLogProbabilities?: boolean
  /** A text's vector; without it the provider has no embedding models. */
  readonly vectorOf?: (text: string) => readonly number[]
  /** How retries wait; otherwise not at all. */
  readonly sleep?: Engine['sleep']
}

export interface EngineBench {
  readonly core: CoreContext
  readonly store: Store
  /** What the provider was asked, in order; its own bill. */
  readonly asked: ProviderRequest[]
  readonly evalSetId: EvalSetId
  readonly spec: (changes?: Partial<RunSpec>) => RunSpec
  /** Starts a run and waits for its end. */
  readonly run: (changes?: Partial<RunSpec>) => Promise<{ readonly run: Run; readonly job: JobSnapshot }>
  readonly end: (jobId: JobId) => Promise<JobSnapshot>
  /** What the provider says from now on. */
  readonly answerBy: (answer: Answer) => void
  /** What was logged as an error. */
  readonly errors: readonly { readonly message: string; readonly error: unknown }[]
  /** Every wait for a retry, in milliseconds; none really waits. */
  readonly waits: number[]
}

/** The engine on an open library, with one scripted provider behind every model and no waiting for retries. */
export function createEngineBench(
  store: Store,
  options: EngineBenchOptions,
  overrides: Partial<Ports> = {},
): EngineBench {
  const { ports, errors } = fakePorts(store.db.name, overrides)
  const bus = createEventBus(ports.log)
  const asked: ProviderRequest[] = []
  const waits: number[] = []
  const { vectorOf } = options
  let answer: Answer = options.answer ?? (() => reply('ok'))
  const provider: Provider = {
    id: 'openai-compatible',
    label: 'Scripted',
    needsKey: false,
    keyVariable: null,
    defaultBaseUrl: null,
    async complete(request, context) {
      context.onSend()
      return await answer(request, context, asked.push(request))
    },
    listModels: async () => [],
    ...(options.batches ? { batches: options.batches } : {}),
    ...(options.tellsLogProbabilities ? { givesLogProbabilities: () => true } : {}),
    ...(vectorOf ? { embed: scriptedEmbedder(vectorOf) } : {}),
  }
  const models = options.models ?? [testModel()]
  const engine = createEngine({
    ports,
    commits: store.commits,
    ledger: store.ledger,
    sleep: async (ms, signal) => {
      waits.push(ms)
      await options.sleep?.(ms, signal)
    },
  })
  const core: CoreContext = {
    ports,
    store,
    bus,
    engine,
    calibrations: new Calibrations({ store, encoders: engine.encoders }),
    jobs: new JobRunner({ store: store.jobs, ports, publish: (job) => bus.publish('job.changed', job) }),
    models: {
      all: () => [...models],
      get: (id) => models.find((model) => model.id === id) ?? testModel({ id }),
      setDiscovered: () => {},
    },
    providers: scriptedProviders(provider, options.concurrency ?? 4),
    validateJson: () => [],
    patterns: new PatternRunner(),
    scripts: new ScriptRunner(),
    bundles: new BundleDesk(ports.newId),
    exchange: () => Promise.reject(new Error('A bench keeps its library.')),
    changed: () => {},
  }
  const project = store.projects.create({ name: 'Project' })
  const variantIds = (options.variants ?? [[{ role: 'user', template: '{{text}}' }]]).map((messages, index) => {
    const content = { messages: [...messages], parameters: defaultParameters }
    const prompt = store.prompts.create(project.id, `Prompt ${index + 1}`, {
      name: '',
      content,
      origin: 'written',
      note: '',
    })
    const [variant] = store.variants.list(prompt.id, { withAll: true })
    if (!variant) throw new Error('A prompt has a first variant.')
    return variant.id
  })
  const cases = options.cases.map((one) => ({ variables: {}, expected: null, tags: [], weight: 1, ...one }))
  const evalSet = store.evalSets.create(project.id, { name: 'Set', cases, assertions: [...(options.assertions ?? [])] })
  const spec = (changes: Partial<RunSpec> = {}): RunSpec => ({
    projectId: project.id,
    name: '',
    evalSetId: evalSet.id,
    variantIds,
    modelIds: models.map(({ id }) => id),
    repeats: 1,
    caseLimit: null,
    budgetNanoUsd: null,
    mayUseCache: true,
    judgeModelId: null,
    mayStopEarly: false,
    keepsLogProbabilities: false,
    mode: 'live',
    ...changes,
  })
  const end = (jobId: JobId) =>
    new Promise<JobSnapshot>((resolve) => {
      const see = (job: JobSnapshot) => {
        if (job.id !== jobId || !isTerminal(job.state)) return
        stop()
        resolve(job)
      }
      const stop = bus.subscribe('job.changed', see)
      see(core.jobs.get(jobId))
    })
  return {
    core,
    store,
    asked,
    waits,
    evalSetId: evalSet.id,
    errors,
    spec,
    end,
    async run(changes) {
      const { runId, jobId } = await startRun(core, spec(changes), new AbortController().signal)
      const job = await end(jobId)
      return { job, run: store.runs.get(runId).run }
    },
    answerBy(next) {
      answer = next
    },
  }
}

export function usageOf(inputTokens: number, outputTokens: number): Usage {
  const none = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, reasoningTokens: null }
  return { ...none, inputTokens, outputTokens, isEstimated: false }
}

/** 10 tokens in, 2 out: 30,000 nano-dollars by testModel. */
export function reply(output: string, changes: Partial<ProviderReply> = {}): ProviderReply {
  const usage = usageOf(10, 2)
  return { output, finishReason: 'stop', usage, answeredBy: null, firstTokenMs: null, raw: { output }, ...changes }
}

/** Gives other work its turn; no time passes. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Bills 10 tokens in for each text: 10,000 nano-dollars by testModel. */
function scriptedEmbedder(vectorOf: (text: string) => readonly number[]): NonNullable<Provider['embed']> {
  return async ({ text }, { onSend }) => {
    onSend()
    return { vector: [...vectorOf(text)], usage: usageOf(10, 0), answeredBy: null }
  }
}

function scriptedProviders(provider: Provider, maxConcurrency: number): CoreContext['providers'] {
  const get = (id: ProviderId): ProviderConfig => ({
    id,
    kind: 'openai-compatible',
    label: `Provider ${id}`,
    baseUrl: null,
    needsKey: false,
    keyVariable: null,
    maxConcurrency,
    requestsPerMinute: null,
    tokensPerMinute: null,
    isRemovable: true,
  })
  return {
    all: () => [],
    get,
    has: () => true,
    preview: (saved) => get(saved.id),
    pluginOf: () => provider,
    keyOf: async () => null,
    infoOf: async (config) => ({
      ...config,
      hasBatches: false,
      hasFlex: false,
      caching: 'none',
      hasKey: false,
      keySource: null,
    }),
  }
}
