import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { CaseContent, EvalSet } from '../../../shared/domain/eval-set.ts'
import { ModelId, ProviderId, RunId, type VariantId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { variantLabel } from '../../../shared/domain/prompt.ts'
import { RunSpec } from '../../../shared/domain/run.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { promptTokensOf } from '../../../shared/domain/usage.ts'
import { type OutputScore, scoreOutput } from '../../../shared/evaluate/score-output.ts'
import type { RecordedAnswer } from '../../../shared/import/read-answer.ts'
import type { ParsedTemplate } from '../../../shared/template/parse-template.ts'
import type { CoreContext } from '../core-context.ts'
import type { NewCell } from '../store/cell-store.ts'
import { takeSnapshot } from './start-run.ts'

/** A recorded score says nothing of passing; from here on it counts as passed. */
const PASSING_SCORE = 0.5

export interface Recording {
  readonly name: string
  readonly evalSet: EvalSet
  /** Each with the model as the user calls it. */
  readonly columns: readonly { readonly variantId: VariantId; readonly model: string }[]
  readonly caseCount: number
  /** By case, in the order of the eval set, then by column. */
  readonly answers: readonly (readonly ScoredAnswer[])[]
}

export interface ScoredAnswer {
  readonly answer: RecordedAnswer
  readonly score: OutputScore
}

export interface ScoreRecorded {
  readonly cases: readonly CaseContent[]
  readonly assertions: readonly Assertion[]
  /** By case, then by column. */
  readonly answers: readonly (readonly RecordedAnswer[])[]
}

const CELLS_PER_TURN = 100

/** Answers with the score that they came with, else with that of the assertions. @throws the signal's reason when it is aborted */
export async function scoreRecorded(
  core: CoreContext,
  { cases, assertions, answers }: ScoreRecorded,
  signal: AbortSignal,
): Promise<readonly (readonly ScoredAnswer[])[]> {
  const parsedValues = new Map<string, ParsedTemplate>()
  const scored: ScoredAnswer[][] = []
  for (const [rowNo, row] of answers.entries()) {
    if (rowNo % CELLS_PER_TURN === 0) {
      await nextTurn()
      signal.throwIfAborted()
    }
    const cells: ScoredAnswer[] = []
    for (const answer of row) cells.push({ answer, score: await scoreOf(answer, cases[rowNo] ?? null) })
    scored.push(cells)
  }
  return scored

  async function scoreOf(
    { output, score, hasPassed }: RecordedAnswer,
    evalCase: CaseContent | null,
  ): Promise<OutputScore> {
    if (output === null) return { score: null, hasPassed: null, assertions: [] }
    if (score !== null) return { score, hasPassed: hasPassed ?? score >= PASSING_SCORE, assertions: [] }
    const { validateJson, patterns } = core
    return await scoreOutput({ output, assertions, evalCase, validateJson, findMatch: patterns.find, parsedValues })
  }
}

/**
 * A complete run of answers that were given elsewhere; from then on like any other. Nothing is sent, and neither ledger nor the run's own
 * spending knows of it; what a table says of costs stands with its cells. It shows with one commit.
 */
export async function recordRun(core: CoreContext, recording: Recording): Promise<RunId> {
  const { store, ports } = core
  const { evalSet, answers } = recording
  const at = new Date(ports.now()).toISOString()
  const snapshotNo = await takeSnapshot(core, { evalSet })
  const models = new Map(recording.columns.map(({ model }) => [model, recordedModel(model)]))
  const variants = new Map(recording.columns.map(({ variantId }) => [variantId, store.variants.get(variantId)]))
  const columns = recording.columns.flatMap(({ variantId, model }) => {
    const variant = variants.get(variantId)
    const modelId = models.get(model)?.id
    return variant && modelId ? [{ variant, modelId }] : []
  })
  const record = store.db.transaction((): RunId => {
    store.variants.freeze([...variants.keys()])
    const stored = store.runs.create({
      id: RunId.parse(ports.newId()),
      name: recording.name,
      spec: RunSpec.parse({
        projectId: evalSet.projectId,
        name: recording.name,
        evalSetId: evalSet.id,
        variantIds: [...variants.keys()],
        modelIds: [...models.values()].map(({ id }) => id),
      }),
      columns: columns.map(({ variant, modelId }) => ({
        variantId: variant.id,
        modelId,
        promptId: variant.promptId,
        promptName: store.prompts.get(variant.promptId).name,
        variantLabel: variantLabel(variant),
        variantName: variant.name,
      })),
      assertions: evalSet.assertions,
      models: [...models.values()],
      judges: [],
      snapshotNo,
      evalSetName: evalSet.name,
      evalSetHash: evalSet.contentHash,
      caseCount: recording.caseCount,
      createdAt: at,
    })
    for (const [rowNo, row] of answers.entries())
      for (const [columnNo, cell] of row.entries())
        store.cells.put({ runNo: stored.no, rowNo, columnNo, repeatNo: 0 }, toCell(cell, stored.no))
    store.runs.end(stored.run.id, 'complete', new Date(ports.now()).toISOString())
    return stored.run.id
  })
  const runId = record.immediate()
  core.changed('runs')
  core.changed('variants')
  return runId

  function toCell({ answer, score }: ScoredAnswer, runNo: number): NewCell {
    const { output, usage, costNanoUsd, latencyMs } = answer
    const how = { isCached: false, attempts: 0, mayHaveBeenBilled: false, ...score }
    if (output === null) {
      const message = answer.failure ?? 'The table holds no answer to this case.'
      const error = { code: 'not-found', message, retryable: false } as const
      const nothing = { replyNo: null, outputHash: null, promptTokens: null, outputTokens: null }
      return { state: 'failed', ...nothing, ...how, costNanoUsd: null, latencyMs: null, error }
    }
    const reply = { runNo, output, usage, costNanoUsd, latencyMs }
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
