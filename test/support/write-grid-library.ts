import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { summariseInTurns } from '../../electron/core/evaluate/results/summarise-run.ts'
import { type OpenStoreOptions, openStore, type Store } from '../../electron/core/store/open-store.ts'
import { CaseId, EvalSetId, ModelId, type ProjectId, PromptId, RunId, VariantId } from '../../shared/domain/ids.ts'
import { RunSpec } from '../../shared/domain/run.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { type Random, seededRandom } from '../../shared/stats/seeded-random.ts'

export interface GridLibrary {
  readonly rows: number
  readonly columns: number
  readonly seed: number
  readonly runName: string
  /** Trials of each case. */
  readonly repeats?: number
  /** Texts that stand in place of some outputs, one in row 0, 7, 14 … of the first columns. */
  readonly texts?: readonly string[]
  /** Instead of every seventh row. */
  readonly textsEvery?: number
}

const MODELS = ['openai/gpt-5.4-nano', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-4-5', 'sandbox/small']
const WORDS =
  `refund invoice parcel damaged late courier address login password reset payment card declined twice charged plan
  upgrade cancel trial feature export screen crash slow update battery size colour return exchange warranty`.split(
    /\s+/,
  )
const TAGS = ['billing', 'shipping', 'account', 'product']
const LABELS = ['refund', 'delivery', 'login', 'defect', 'question']
const CHUNK_ROWS = 2000

/** Writes a run of recorded cells into a library: the same for the same seed. Some outputs are of 1 MB, some cells failed. */
export async function writeGridLibrary(path: string, options: OpenStoreOptions, what: GridLibrary): Promise<RunId> {
  const store = await openStore(path, options)
  try {
    store.db.pragma('synchronous = OFF')
    const runId = writeRun(store, what)
    await summariseInTurns(store.results, store.runs.get(runId))
    store.db.exec('ANALYZE')
    return runId
  } finally {
    store.close()
  }
}

function writeRun(store: Store, what: GridLibrary): RunId {
  const { rows, columns, repeats = 1 } = what
  const project =
    store.projects.list({ withArchived: true }).find(({ name }) => name === 'Grid') ??
    store.projects.create({ name: 'Grid', description: '' })
  const runId = RunId.parse(`grid-run-${what.seed}`)
  const evalSetId = EvalSetId.parse(`grid-set-${rows}`)
  const models = modelsOf(Math.min(columns, MODELS.length))
  const variants = Math.ceil(columns / models.length)
  const created = new Date(Date.UTC(2026, 0, 1 + (what.seed % 300))).toISOString()
  const snapshotNo = writeCases(store, evalSetId, project.id, rows, created)
  const variantIds = Array.from({ length: variants }, (_, index) => VariantId.parse(`grid-variant-${index}`))
  const all = variantIds.flatMap((variantId, index) =>
    models.map(({ id }) => ({
      variantId,
      modelId: id,
      promptId: PromptId.parse('grid-prompt'),
      promptName: 'Route a ticket',
      variantLabel: String.fromCharCode(65 + index),
      variantName: ['As written', 'Shorter', 'Label only', 'With examples', 'Terse'][index] ?? `Number ${index}`,
    })),
  )
  const stored = store.runs.create({
    id: runId,
    name: what.runName,
    spec: RunSpec.parse({
      projectId: project.id,
      evalSetId,
      variantIds,
      modelIds: models.map(({ id }) => id),
      repeats,
    }),
    columns: all.slice(0, columns),
    assertions: [],
    models,
    judges: [],
    snapshotNo,
    evalSetName: 'Recorded tickets',
    evalSetHash: `hash-${rows}`,
    caseCount: rows,
    createdAt: created,
  })
  writeCells(store.db, stored.no, what)
  store.db
    .prepare(`UPDATE run SET state = 'complete', finished_at = ?, done_count = cell_count,
      error_count = (SELECT COUNT(*) FROM cell WHERE run_no = run.no AND state = 'failed'),
      cost_nano_usd = (SELECT SUM(cost_nano_usd) FROM cell WHERE run_no = run.no) WHERE no = ?`)
    .run(created, stored.no)
  return runId
}

function modelsOf(count: number) {
  return MODELS.slice(0, count).map((id, index) => {
    const model = catalogModels.find((known) => known.id === ModelId.parse(id)) ?? catalogModels[index]
    if (!model) throw new Error(`The catalog has no model ${id}.`)
    return model
  })
}

function writeCases(store: Store, evalSetId: EvalSetId, projectId: ProjectId, rows: number, created: string): number {
  const known = store.snapshots.find(evalSetId, `hash-${rows}`)
  if (known !== null) return known
  store.db
    .prepare(`INSERT INTO eval_set (id, project_id, name, variable_names, case_count, assertions, content_hash, created_at,
      updated_at) VALUES (?, ?, 'Recorded tickets', '["ticket"]', ?, '[]', ?, ?, ?)`)
    .run(evalSetId, projectId, rows, `hash-${rows}`, created, created)
  const addCase = store.db.prepare(`INSERT INTO eval_case (id, eval_set_id, position, variables, expected, tags, weight,
    sha256) VALUES (?, ?, ?, ?, ?, ?, 1, ?)`)
  const random = seededRandom('cases')
  const snapshotNo = store.snapshots.begin(evalSetId, `hash-${rows}`)
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const cases = Array.from({ length: Math.min(CHUNK_ROWS, rows - from) }, (_, index) => ({
      id: CaseId.parse(`grid-case-${from + index}`),
      position: from + index + 1,
      variables: { ticket: sentence(random, 6 + Math.floor(random() * 30)) },
      expected: pick(random, LABELS),
      tags: [pick(random, TAGS)],
      weight: 1,
    }))
    store.snapshots.add(snapshotNo, from, cases)
    store.db.transaction(() => {
      for (const { id, position, variables, expected, tags } of cases)
        addCase.run(id, evalSetId, position, JSON.stringify(variables), expected, JSON.stringify(tags), id)
    })()
  }
  store.snapshots.finish(snapshotNo)
  return snapshotNo
}

function writeCells(
  db: Database,
  runNo: number,
  { rows, columns, seed, repeats = 1, texts = [], textsEvery = 7 }: GridLibrary,
): void {
  const addReply =
    db.prepare(`INSERT INTO reply (cache_key, run_no, is_reusable, finish_reason, usage, answered_by, service,
    cost_nano_usd, latency_ms, first_token_ms, created_at_ms, output, raw)
    VALUES (?, ?, 1, 'stop', ?, null, 'standard', ?, ?, ?, ?, ?, ?)`)
  const addCell = db.prepare(`INSERT INTO cell (run_no, row_no, column_no, repeat_no, state, score, has_passed,
    cost_nano_usd, latency_ms, prompt_tokens, output_tokens, is_cached, attempts, may_have_been_billed, output_hash,
    reply_no, assertions, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 0, ?, ?, ?, ?)`)
  const random = seededRandom(seed)
  const startMs = Date.UTC(2026, 0, 1)
  const error = JSON.stringify({ code: 'provider-failed', message: 'The provider answered 500.', retryable: true })
  const add = (rowNo: number, columnNo: number, repeatNo: number, difficulty: number) => {
    const key = [runNo, rowNo, columnNo, repeatNo] as const
    if (random() < 0.003) {
      addCell.run(...key, 'failed', null, null, null, 900, null, null, null, null, '[]', error)
      return
    }
    const hasPassed = random() < 0.97 - difficulty * (0.35 + 0.1 * (columnNo % 4))
    const score = hasPassed ? 1 - Math.round(random() * 3) / 10 : Math.round(random() * 4) / 10
    const planted = repeatNo === 0 && rowNo % textsEvery === columnNo ? texts[(rowNo / textsEvery) | 0] : undefined
    const output = planted ?? outputOf(random, rowNo, columnNo)
    const inputTokens = 180 + 40 * (columnNo >> 2) + Math.floor(random() * 60)
    const cacheReadTokens = columnNo % 4 === 2 ? 1024 : 0
    const outputTokens = Math.ceil(output.length / 4.2)
    const usage = { inputTokens, cacheReadTokens, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens }
    const cost = Math.round((inputTokens * 100 + cacheReadTokens * 10 + outputTokens * 400) * (1 + (columnNo % 4)))
    const latencyMs = Math.round(300 * Math.exp(random() + random() + random() - 0.8))
    const raw =
      rowNo % 50 === 0 ? JSON.stringify({ id: `reply-${rowNo}-${columnNo}`, output: output.slice(0, 200) }) : null
    const { lastInsertRowid } = addReply.run(
      Buffer.from(`${runNo}-${rowNo}-${columnNo}-${repeatNo}`),
      runNo,
      JSON.stringify({ ...usage, reasoningTokens: null, isEstimated: false }),
      cost,
      latencyMs,
      Math.round(latencyMs * 0.3),
      startMs + rowNo * 40,
      output,
      raw,
    )
    const reason = hasPassed ? 'The output equals the expected text.' : 'The output is not the expected text.'
    const result = { scorer: 'equals', isNegated: false, score, hasPassed, reason, weight: 1 }
    addCell.run(
      ...key,
      'answered',
      score,
      hasPassed ? 1 : 0,
      cost,
      latencyMs,
      inputTokens + cacheReadTokens,
      outputTokens,
      hash('sha256', output.trim(), 'buffer').subarray(0, 16),
      lastInsertRowid,
      JSON.stringify([result]),
      null,
    )
  }
  for (let from = 0; from < rows; from += CHUNK_ROWS)
    db.transaction(() => {
      for (let rowNo = from; rowNo < Math.min(rows, from + CHUNK_ROWS); rowNo++) {
        const difficulty = random() ** 2
        for (let columnNo = 0; columnNo < columns; columnNo++)
          for (let repeatNo = 0; repeatNo < repeats; repeatNo++) add(rowNo, columnNo, repeatNo, difficulty)
      }
    })()
}

/** Mostly one to four lines; some of many lines, and in each 20,000th row one of 1 MB in a single line. */
function outputOf(random: Random, rowNo: number, columnNo: number): string {
  if (rowNo % 20_000 === 3 && columnNo === 1) return `${sentence(random, 12)} `.repeat(14_000).slice(0, 1_048_576)
  if (rowNo % 500 === 5) return Array.from({ length: 40 }, () => sentence(random, 9)).join('\n')
  if (columnNo % 5 === 4)
    return JSON.stringify({ label: pick(random, LABELS), confidence: Math.round(random() * 100) / 100 })
  return `${pick(random, LABELS)}: ${sentence(random, 4 + Math.floor(random() * 24))}`
}

function sentence(random: Random, words: number): string {
  return `${Array.from({ length: words }, () => pick(random, WORDS)).join(' ')}.`
}

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('There is nothing to draw from.')
  return item
}
