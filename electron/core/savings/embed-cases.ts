import { AppError } from '../../../shared/contract/errors.ts'
import { tokenCost } from '../../../shared/cost/cost-of.ts'
import { callTagsOfCase, providerTags } from '../../../shared/domain/call-tag.ts'
import { type JobId, type ModelId, splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { textOfCase } from '../../../shared/savings/paired/text-of-case.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'
import type { CoreContext } from '../core-context.ts'
import { hasSharedLimit } from '../evaluate/calls/budget-statuses.ts'
import { callTarget } from '../evaluate/calls/call-target.ts'
import { tagsOfRun } from '../evaluate/calls/tags-of-cell.ts'
import { askInJob } from '../evaluate/judge/ask-in-job.ts'
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
  const { store, jobs, ports } = core
  const { run } = stored
  const model = embeddingModel(core, wish.modelId)
  const isLimited =
    wish.budgetNanoUsd !== null ||
    hasSharedLimit(
      store,
      { projectId: run.projectId, tags: [...tagsOfRun(run), ...providerTags([model])] },
      ports.now(),
    )
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
  return jobs.start(about, (job) =>
    askInJob(core, job, {
      items: open,
      async ask({ text, tags, tokens }, judge) {
        const vector = await judge.taggedWith(callTagsOfCase(tags)).embed({ modelId: model.id, text })
        await core.engine.commits.add(() => store.embeddings.put(model.id, text, { vector, tokens }))
      },
      target,
      projectId: run.projectId,
      tags: tagsOfRun(run),
      budgetNanoUsd: wish.budgetNanoUsd,
      words: { what: 'the embedding', item: 'text', done: 'embedded', again: 'Start it again' },
    }),
  )
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
