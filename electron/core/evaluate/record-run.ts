import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { CaseContent, EvalSet } from '../../../shared/domain/eval-set.ts'
import { ModelId, ProviderId, RunId, type VariantId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { variantLabel } from '../../../shared/domain/prompt.ts'
import { RunSpec } from '../../../shared/domain/run.ts'
import { promptTokensOf } from '../../../shared/domain/usage.ts'
import { type OutputScore, scoreOutput } from '../../../shared/evaluate/score-output.ts'
import type { RecordedAnswer } from '../../../shared/import/read-answer.ts'
import type { ParsedTemplate } from '../../../shared/template/parse-template.ts'
import type { CoreContext } from '../core-context.ts'
import type { NewCell } from '../store/cell-store.ts'
import { takeSnapshot } from './start-run.ts'

const ROWS_PER_COMMIT = 100
/** A recorded score says nothing of passing; from here on it counts as passed. */
const PASSING_SCORE = 0.5

export interface Recording {
  readonly name: string
  readonly evalSet: EvalSet
  readonly variantId: VariantId
  /** As the user calls them, in the order of the columns. */
  readonly models: readonly string[]
  /** In the order of the eval set. */
  readonly cases: readonly CaseContent[]
  /** By case, then by model. */
  readonly answers: readonly (readonly RecordedAnswer[])[]
}

/**
 * A complete run of answers that were given elsewhere: scored, and from then on like any other. Nothing is sent, and neither ledger nor
 * the run's own spending knows of it; what a table says of costs stands with its cells. Whoever aborts it leaves an incomplete run.
 */
export async function recordRun(core: CoreContext, recording: Recording, signal: AbortSignal): Promise<RunId> {
  const { store, ports } = core
  const { evalSet, variantId, cases, answers } = recording
  const variant = store.variants.get(variantId)
  const prompt = store.prompts.get(variant.promptId)
  const models = recording.models.map(recordedModel)
  const at = new Date(ports.now()).toISOString()
  const snapshotNo = await takeSnapshot(core, { evalSet })
  store.variants.freeze([variantId])
  const stored = store.runs.create({
    id: RunId.parse(ports.newId()),
    name: recording.name,
    spec: RunSpec.parse({
      projectId: evalSet.projectId,
      name: recording.name,
      evalSetId: evalSet.id,
      variantIds: [variantId],
      modelIds: models.map(({ id }) => id),
    }),
    columns: models.map((model) => ({
      variantId,
      modelId: model.id,
      promptId: prompt.id,
      promptName: prompt.name,
      variantLabel: variantLabel(variant),
      variantName: variant.name,
    })),
    assertions: evalSet.assertions,
    models,
    judges: [],
    snapshotNo,
    evalSetName: evalSet.name,
    evalSetHash: evalSet.contentHash,
    caseCount: cases.length,
    createdAt: at,
  })
  const parsedValues = new Map<string, ParsedTemplate>()
  const runId = stored.run.id
  try {
    for (let from = 0; from < cases.length; from += ROWS_PER_COMMIT) {
      signal.throwIfAborted()
      const scored: {
        readonly rowNo: number
        readonly columnNo: number
        readonly answer: RecordedAnswer
        readonly score: OutputScore
      }[] = []
      for (let rowNo = from; rowNo < Math.min(cases.length, from + ROWS_PER_COMMIT); rowNo++)
        for (const [columnNo, answer] of (answers[rowNo] ?? []).entries())
          scored.push({ rowNo, columnNo, answer, score: await scoreOf(rowNo, answer) })
      store.db
        .transaction(() => {
          for (const { rowNo, columnNo, answer, score } of scored)
            store.cells.put({ runNo: stored.no, rowNo, columnNo, repeatNo: 0 }, toCell(answer, score))
        })
        .immediate()
      await nextTurn()
    }
    store.runs.end(runId, 'complete', new Date(ports.now()).toISOString())
  } catch (error) {
    store.runs.end(runId, 'incomplete', new Date(ports.now()).toISOString())
    throw error
  } finally {
    core.changed('runs')
    core.changed('variants')
  }
  return runId

  async function scoreOf(rowNo: number, { output, score }: RecordedAnswer): Promise<OutputScore> {
    if (output === null) return { score: null, hasPassed: null, assertions: [] }
    if (score !== null) return { score, hasPassed: score >= PASSING_SCORE, assertions: [] }
    return await scoreOutput({
      output,
      assertions: evalSet.assertions,
      evalCase: cases[rowNo] ?? null,
      validateJson: core.validateJson,
      findMatch: core.patterns.find,
      parsedValues,
    })
  }

  function toCell(answer: RecordedAnswer, score: OutputScore): NewCell {
    const { output, usage, costNanoUsd, latencyMs } = answer
    const how = { isCached: false, attempts: 0, mayHaveBeenBilled: false, ...score }
    if (output === null) {
      const error = { code: 'not-found', message: 'The table holds no answer to this case.', retryable: false } as const
      const nothing = { replyNo: null, outputHash: null, promptTokens: null, outputTokens: null }
      return { state: 'failed', ...nothing, ...how, costNanoUsd: null, latencyMs: null, error }
    }
    const reply = { runNo: stored.no, output, usage, costNanoUsd, latencyMs }
    return {
      state: 'answered',
      replyNo: store.replies.addRecorded(reply, ports.now()),
      outputHash: hash('sha256', output.trim(), 'buffer').subarray(0, 16),
      promptTokens: usage === null ? null : promptTokensOf(usage),
      outputTokens: usage?.outputTokens ?? null,
      costNanoUsd,
      latencyMs,
      ...how,
      error: null,
    }
  }
}

/** The id of a model whose answers were recorded. @throws AppError `bad-input` for a name of nothing but odd signs */
function recordedModel(name: string): CatalogModel {
  const providerId = ProviderId.parse('recorded')
  const id = ModelId.safeParse(`${providerId}/${name.trim().replaceAll(/\s+/g, '-')}`)
  if (!id.success) throw new AppError('bad-input', `"${name}" cannot be a model's name: ${id.error.issues[0]?.message}`)
  return {
    id: id.data,
    providerId,
    label: `${name.trim()} (recorded)`,
    contextTokens: null,
    maxOutputTokens: null,
    price: null,
    capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
    isSimulation: false,
    origin: 'user',
  }
}
