import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { tokenCost } from '../../../shared/cost/cost-of.ts'
import { callTagsOfCase } from '../../../shared/domain/call-tag.ts'
import { type JobId, type ModelId, splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { textOfCase } from '../../../shared/savings/paired/text-of-case.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'
import type { CoreContext } from '../core-context.ts'
import { hasSharedLimit } from '../evaluate/calls/budget-statuses.ts'
import { callTarget } from '../evaluate/calls/call-target.ts'
import { overBudgetError } from '../evaluate/calls/over-budget-error.ts'
import { Refusals } from '../evaluate/calls/refusals.ts'
import { tagsOfRun } from '../evaluate/calls/tags-of-cell.ts'
import { holdOpenAttempts } from '../evaluate/cells/hold-open-attempts.ts'
import { lendJudge } from '../evaluate/judge/lend-judge.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import type { StoredRun } from '../store/run-store.ts'
import { createTurns } from '../turns/create-turns.ts'
import { readCases, savingsRows } from './read-cases.ts'

interface EmbedWish {
  readonly modelId: ModelId
  readonly signal: AbortSignal
}

interface OpenText {
  readonly text: string
  /** Of the first case that has it. */
  readonly tags: readonly string[]
  /** By our own count. */
  readonly tokens: number
}

/** What embedding the cases of a run would ask, and by our count of tokens cost; null = unpriced. Asks nobody. */
export async function priceEmbedding(core: CoreContext, stored: StoredRun, wish: EmbedWish) {
  const model = embeddingModel(core, wish.modelId)
  const { known, open } = await openTexts(core, stored, wish)
  return {
    known,
    calls: open.length,
    costNanoUsd: model.price && tokenCost(tokensOf(open), model.price.prices.input),
  }
}

/**
 * Asks a model for the vectors of the cases' values, in a job. What is stored is not asked again, so that starting anew goes on where
 * it stopped.
 *
 * @throws AppError `bad-input` when it cannot begin, `conflict` while the run's cases are being embedded
 */
export async function startEmbedding(
  core: CoreContext,
  stored: StoredRun,
  wish: EmbedWish & { readonly budgetNanoUsd: NanoUsd | null },
): Promise<JobId> {
  const { store, jobs, ports, changed } = core
  const { run } = stored
  const model = embeddingModel(core, wish.modelId)
  const isLimited =
    wish.budgetNanoUsd !== null ||
    hasSharedLimit(store, { projectId: run.projectId, tags: tagsOfRun(run) }, ports.now())
  if (model.price === null && isLimited && !model.isSimulation)
    throw new AppError('bad-input', `${model.label} is unpriced, so that no limit can be kept. Enter its price first.`)
  const { open } = await openTexts(core, stored, wish)
  const target = await callTarget(core, model)
  if (jobs.list(true).some(({ kind, subjectId }) => kind === 'embed' && subjectId === run.id))
    throw new AppError('conflict', 'The cases of this run are being embedded already. Wait for it, or cancel it.')
  const about = {
    kind: 'embed',
    subjectId: run.id,
    title: `Embedding the cases of ${run.name}`,
    total: open.length,
  } as const
  return jobs.start(about, async (job) => {
    const scope = `job:${job.id}`
    store.ledger.openBudget(scope, wish.budgetNanoUsd)
    try {
      await embedAll(core, stored, { model, target, open, job, scope })
    } finally {
      const error = toWireError(new AppError('interrupted', 'The embedding broke off.'))
      holdOpenAttempts(store, job.id, { error, nowMs: ports.now() })
      changed('runs')
    }
  })
}

interface Embedding {
  readonly model: CatalogModel
  readonly target: Awaited<ReturnType<typeof callTarget>>
  readonly open: readonly OpenText[]
  readonly job: JobContext
  readonly scope: string
}

async function embedAll(core: CoreContext, stored: StoredRun, work: Embedding): Promise<void> {
  const { store, engine } = core
  const { model, target, open, job, scope } = work
  let spentNanoUsd = 0
  let done = 0
  let failed = 0
  let fault: AppError | null = null
  let broken: unknown = null
  const tags = tagsOfRun(stored.run)
  const refusals = new Refusals(store, tags)
  const judge = lendJudge({
    engine,
    replies: store.replies,
    targets: new Map([[model.id, target]]),
    defaultModelId: model.id,
    payer: { jobId: job.id, scope, projectId: stored.run.projectId, tags, runNo: null, mayUseCache: true },
    signal: job.signal,
    book: () => undefined,
    onPaid(nanoUsd) {
      spentNanoUsd += nanoUsd ?? 0
      job.report(nanoUsd === null ? { spentNanoUsd, hasUnpriced: true } : { spentNanoUsd })
    },
    onRefused: (refused) => refusals.see(refused),
  })
  const waiting = open.values()

  async function workThrough(): Promise<void> {
    for (const { text, tags: own, tokens } of waiting) {
      if (job.signal.aborted || refusals.ofAll !== null || broken !== null) return
      try {
        const vector = await judge.taggedWith(callTagsOfCase(own)).embed({ modelId: model.id, text })
        await engine.commits.add(() => store.embeddings.put(model.id, text, { vector, tokens }))
      } catch (error) {
        if (!(error instanceof AppError)) broken ??= error
        else if (error.code === 'cancelled') return
        else if (error.code === 'budget-exceeded') continue
        else fault ??= error
        failed++
      }
      done++
      job.report({ done, failed })
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, target.maxConcurrency) }, workThrough))
  if (broken !== null) throw broken
  if (refusals.told !== null)
    throw overBudgetError(store, refusals.told, {
      what: 'the embedding',
      missing: `${open.length - done} texts are missing.`,
      remedy: 'Start it again with a larger limit: what is embedded is kept.',
    })
  if (fault === null) return
  const { code, message } = fault as AppError // set in a callback, which the compiler does not follow
  const text = `${failed === 1 ? '1 text was' : `${failed} texts were`} not embedded: ${message} Start it again to ask for them only.`
  job.remark(toWireError(new AppError(code, text, { retryable: true })))
}

/** @throws AppError `not-found`, or `bad-input` for a model that answers in words */
function embeddingModel({ models }: Pick<CoreContext, 'models'>, modelId: ModelId): CatalogModel {
  const model = models.get(modelId)
  if (model.embeds) return model
  throw new AppError('bad-input', `${model.label} gives no vectors. Choose an embedding model.`)
}

async function openTexts(core: CoreContext, stored: StoredRun, { modelId, signal }: EmbedWish) {
  const { store, engine } = core
  const cases = await readCases(core, stored, { rows: savingsRows(stored), signal })
  const { providerId, modelName } = splitModelId(modelId)
  const encoder = await engine.encoders.load(tokenProfile({ providerKind: providerId, modelName }).encoding)
  const turn = createTurns()
  const seen = new Set<string>()
  const open: OpenText[] = []
  for (const one of cases) {
    const text = textOfCase(one)
    // Providers refuse to embed nothing.
    if (text.trim() === '' || seen.has(text)) continue
    seen.add(text)
    if (!store.embeddings.has(modelId, text)) open.push({ text, tags: one.tags, tokens: encoder.count(text) })
    await turn()
    signal.throwIfAborted()
  }
  return { known: seen.size - open.length, open }
}

function tokensOf(open: readonly OpenText[]): number {
  return open.reduce((sum, { tokens }) => sum + tokens, 0)
}
