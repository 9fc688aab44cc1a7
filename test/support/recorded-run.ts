import { createHash } from 'node:crypto'
import type { Store } from '../../electron/core/store/open-store.ts'
import type { StoredRun } from '../../electron/core/store/run-store.ts'
import { type EvalSetId, type ProjectId, type PromptId, RunId } from '../../shared/domain/ids.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { RunSpec } from '../../shared/domain/run.ts'
import { Assertion } from '../../shared/domain/score.ts'

/** What a model answered; null = the call failed. */
export interface RecordedAnswer {
  readonly output: string
  /** By assertion, 0 to 1; null = not judged. */
  readonly scores: readonly (number | null)[]
  /** Null = unpriced. */
  readonly costNanoUsd: number | null
  /** Absent = 40 in, 4 out. */
  readonly tokens?: { readonly input: number; readonly output: number }
}

export interface RecordedRun {
  readonly name: string
  readonly cases: number
  readonly repeats?: number
  /** Variants A, B … on each of these. */
  readonly variants: number
  readonly models: readonly CatalogModel[]
  readonly judges?: readonly CatalogModel[]
  readonly assertions: readonly Partial<Assertion>[]
  readonly answer: (at: { row: number; column: number; repeat: number }) => RecordedAnswer | null
}

export interface RecordedPlace {
  readonly projectId: ProjectId
  readonly promptId: PromptId
  readonly evalSetId: EvalSetId
}

/** An eval set to record runs in, in a project with one prompt: a new one unless it is given. */
export function placeForRuns(
  store: Store,
  name: string,
  cases: number,
  known?: Pick<RecordedPlace, 'projectId' | 'promptId'>,
): RecordedPlace {
  const { projectId, promptId } = known ?? projectFor(store, name)
  const { id: evalSetId } = store.evalSets.create(projectId, { name })
  const contents = Array.from({ length: cases }, (_, index) => ({
    variables: { ticket: `Ticket ${index + 1}: ${TOPICS[index % TOPICS.length] ?? ''}` },
    expected: QUEUES[index % QUEUES.length] ?? null,
    tags: [QUEUES[index % QUEUES.length] ?? ''],
    weight: 1,
  }))
  for (let from = 0; from < cases; from += 5000) store.evalSets.addCases(evalSetId, contents.slice(from, from + 5000))
  return { projectId, promptId, evalSetId }
}

function projectFor(store: Store, name: string): Pick<RecordedPlace, 'projectId' | 'promptId'> {
  const { id: projectId } = store.projects.create({ name })
  const template = 'Which queue does this ticket belong to? Answer with the queue only.\n\nTicket: {{ticket}}'
  const content = { messages: [{ role: 'user' as const, template }], parameters: defaultParameters }
  const { id: promptId } = store.prompts.create(projectId, 'Ticket queue', {
    name: '',
    content,
    origin: 'written',
    note: '',
  })
  return { projectId, promptId }
}

const QUEUES = ['billing', 'delivery', 'returns', 'account']
const TOPICS = ['The invoice is wrong.', 'The parcel is late.', 'I want to send it back.', 'I cannot sign in.']

/** Writes a run that nobody made: complete, with the answers given. */
export function recordRun(store: Store, place: RecordedPlace, recorded: RecordedRun): StoredRun {
  const { projectId, promptId, evalSetId } = place
  const { repeats = 1, models, cases } = recorded
  const evalSet = store.evalSets.get(evalSetId)
  const variants = variantsOf(store, promptId, recorded.variants)
  const assertions = recorded.assertions.map((assertion) => Assertion.parse(assertion))
  const columns = variants.flatMap(({ id, letter, name }) =>
    models.map((model) => ({
      variantId: id,
      modelId: model.id,
      promptId,
      promptName: 'Ticket queue',
      variantLabel: letter,
      variantName: name,
    })),
  )
  const stored = store.runs.create({
    id: RunId.parse(`run-${recorded.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`),
    name: recorded.name,
    spec: RunSpec.parse({
      projectId,
      evalSetId,
      variantIds: variants.map(({ id }) => id),
      modelIds: models.map(({ id }) => id),
      repeats,
      caseLimit: cases,
      judgeModelId: recorded.judges?.[0]?.id ?? null,
    }),
    columns,
    assertions,
    models,
    judges: recorded.judges ?? [],
    snapshotNo: snapshotOf(store, evalSetId),
    evalSetName: evalSet.name,
    evalSetHash: evalSet.contentHash,
    caseCount: cases,
    createdAt: new Date(1_795_000_000_000).toISOString(),
  })
  const rowsPerCommit = 2000
  for (let from = 0; from < cases; from += rowsPerCommit)
    store.db
      .transaction(() => {
        for (let row = from; row < Math.min(cases, from + rowsPerCommit); row++)
          for (let column = 0; column < columns.length; column++)
            for (let repeat = 0; repeat < repeats; repeat++) putCell(store, stored, recorded, { row, column, repeat })
      })
      .immediate()
  store.runs.end(stored.run.id, 'complete', new Date(1_795_000_000_000).toISOString())
  return store.runs.get(stored.run.id)
}

function variantsOf(store: Store, promptId: PromptId, wanted: number) {
  const listed = () => store.variants.list(promptId, { withAll: false })
  for (let known = listed(); known.length < wanted; known = listed()) {
    const [first] = known
    if (!first) throw new Error('A prompt has a variant.')
    store.variants.fork(first.id, { content: first.content, origin: 'compressed', note: '' })
  }
  return listed().slice(0, wanted)
}

function snapshotOf(store: Store, evalSetId: EvalSetId): number {
  const { contentHash, caseCount } = store.evalSets.get(evalSetId)
  const known = store.snapshots.find(evalSetId, contentHash)
  if (known !== null) return known
  const snapshotNo = store.snapshots.begin(evalSetId, contentHash)
  store.snapshots.add(snapshotNo, 0, store.evalSets.casesAfter(evalSetId, 0, caseCount))
  store.snapshots.finish(snapshotNo)
  return snapshotNo
}

function putCell(
  store: Store,
  { no, assertions }: StoredRun,
  { answer }: RecordedRun,
  at: { readonly row: number; readonly column: number; readonly repeat: number },
): void {
  const ref = { runNo: no, rowNo: at.row, columnNo: at.column, repeatNo: at.repeat }
  const given = answer(at)
  const usage = {
    inputTokens: given?.tokens?.input ?? 40,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: given?.tokens?.output ?? 4,
    reasoningTokens: null,
    isEstimated: false,
  }
  const nothing = { promptTokens: null, outputTokens: null, costNanoUsd: null, latencyMs: null, outputHash: null }
  if (given === null) {
    const error = { code: 'provider-failed' as const, message: 'The provider answered 500.', retryable: true }
    const how = { isCached: false, attempts: 5, mayHaveBeenBilled: false, replyNo: null }
    const score = { score: null, hasPassed: null, assertions: [] }
    store.cells.put(ref, { state: 'failed', ...nothing, ...how, ...score, error })
    return
  }
  const { output, scores, costNanoUsd } = given
  const replyNo = store.replies.add(
    {
      cacheKey: createHash('sha256').update(`${no} ${at.row} ${at.column} ${at.repeat}`).digest().subarray(0, 16),
      runNo: no,
      finishReason: 'stop',
      usage,
      service: 'standard',
      answeredBy: null,
      costNanoUsd,
      latencyMs: 400,
      firstTokenMs: 100,
      output,
      raw: null,
    },
    1_795_000_000_000,
  )
  const results = assertions.map(({ scorer, isNegated, weight }, index) => {
    const score = scores[index] ?? null
    const reason = score === null ? 'The judge could not be asked.' : score >= 0.5 ? 'As wanted.' : 'Not as wanted.'
    return { scorer, isNegated, score, hasPassed: score === null ? null : score >= 0.5, reason, weight }
  })
  const isJudged = results.every(({ score }) => score !== null)
  const total = results.reduce((sum, { score }) => sum + (score ?? 0), 0)
  store.cells.put(ref, {
    state: 'answered',
    replyNo,
    outputHash: createHash('sha256').update(output.trim()).digest().subarray(0, 16),
    promptTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    costNanoUsd,
    latencyMs: 400,
    isCached: false,
    attempts: 1,
    mayHaveBeenBilled: false,
    score: isJudged && results.length > 0 ? total / results.length : null,
    hasPassed: isJudged && results.length > 0 ? results.every(({ hasPassed }) => hasPassed) : null,
    assertions: results,
    error: null,
  })
}
