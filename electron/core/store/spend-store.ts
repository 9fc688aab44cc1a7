import type { Database, Statement } from 'better-sqlite3'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import type {
  SpendFilter,
  SpendGroup,
  SpendSource,
  SpendSums,
  SpendUnit,
} from '../../../shared/domain/spend-breakdown.ts'
import type { RunFigures } from '../../../shared/savings/spend/run-alerts.ts'
import type { SpendCell, SpendFigures, SpendTag } from '../../../shared/savings/spend/spend-breakdown.ts'
import { HAS_OPEN_BATCHES } from './batch-store.ts'
import { type CallSource, type LogRef, logCalls, type RunRef, runCalls } from './spend-sql.ts'
import type { SqlQuestion, SqlReader } from './sqlite/sql-reader.ts'

export interface ReadSpend extends Omit<SpendFigures, 'modelOf' | 'cost' | 'promptTokens' | 'outputTokens'> {
  /** Of single calls, in rising order. */
  readonly costs: ArrayLike<number>
  readonly promptTokens: ArrayLike<number>
  readonly outputTokens: ArrayLike<number>
  /** The dearest call of each model and its longest prompt. */
  readonly extremes: ReadonlyMap<
    string,
    { readonly maxNanoUsd: number | null; readonly maxPromptTokens: number | null }
  >
  /** By the source's name for a model: which one of the catalog it is; null = none that is known. */
  readonly modelIds: ReadonlyMap<string, string | null>
}

interface LoggedCall {
  readonly atMs: number
  readonly key: number | null
}

interface SumRow {
  readonly rows: number
  readonly calls: number | null
  readonly uncounted: number
  readonly nano_usd: number
  readonly unpriced: number
  readonly estimated: number
  readonly errors: number
  readonly input: number
  readonly cache_read: number
  readonly write_5m: number
  readonly write_1h: number
  readonly output: number
  readonly reasoning: number
}

interface CellRow extends SumRow {
  readonly bucket: number | null
  readonly model: string | number
  readonly max_cost: number | null
  readonly max_prompt: number | null
  readonly first_at: number | null
  readonly last_at: number | null
}

interface DearRow {
  readonly at_ms: number | null
  readonly model: string | number
  readonly cost: number
  readonly prompt: number | null
  readonly output: number | null
  readonly [tag: `tag_${number}`]: string | null
}

interface RunFiguresRow {
  readonly name: string
  readonly created_at: string
  readonly prompt_id: string
  readonly model_id: string
  readonly prompt: string
  readonly answers: number
  readonly cut: number
  readonly cost: number | null
  readonly prompt_tokens: number | null
  readonly output_tokens: number | null
}

type TagRow = SumRow & { readonly label: string | null; readonly found: number }

const SUMS = `count(*) AS rows, sum(calls) AS calls, sum(calls IS NULL) AS uncounted, ifnull(sum(cost), 0) AS nano_usd,
  sum(cost IS NULL) AS unpriced, ifnull(sum(is_estimated), 0) AS estimated, ifnull(sum(is_error), 0) AS errors,
  ifnull(sum(input), 0) AS input, ifnull(sum(cache_read), 0) AS cache_read, ifnull(sum(write_5m), 0) AS write_5m,
  ifnull(sum(write_1h), 0) AS write_1h, ifnull(sum(output), 0) AS output, ifnull(sum(reasoning), 0) AS reasoning`
const PROMPT = `ifnull(input, 0) + ifnull(cache_read, 0) + ifnull(write_5m, 0) + ifnull(write_1h, 0)`
const SHOWN_VALUES = 50
const DEAREST = 50
/** The newest runs that are held against each other. */
const COMPARED_RUNS = 20
const HOUR_MS = 3_600_000
/** Replayed for every setting that is tried: more would be slower, not wiser. */
const MAX_ARRIVALS = 50_000
const ANY: SpendFilter = { model: null, tag: null, fromMs: null, toMs: null }

/** Adds up what calls cost and used, in SQL and off the main thread, for logs and for runs alike. */
export class SpendStore {
  readonly #reader: SqlReader
  readonly #logs: Statement<[string], LogRef>
  readonly #runs: Statement<[string], RunRef>
  readonly #models: Statement<[], { no: number; name: string; model_id: string | null }>
  readonly #runFigures: Statement<[string], RunFiguresRow>

  constructor(db: Database, reader: SqlReader) {
    this.#reader = reader
    this.#logs =
      db.prepare(`SELECT no, id, tag_names AS tagNames, first_row_no AS firstNo, last_row_no AS lastNo FROM usage_log
      WHERE project_id = ? AND state = 'complete' ORDER BY no`)
    this.#runs =
      db.prepare(`SELECT no, id, name, spec ->> '$.tags' IS NOT NULL AS isTagged FROM run WHERE project_id = ? AND archived_at IS NULL
      AND done_count > error_count ORDER BY no`)
    this.#models = db.prepare('SELECT no, name, model_id FROM usage_model')
    this.#runFigures = db.prepare(`SELECT u.name, u.created_at, k.prompt_id, k.model_id,
      u.columns ->> ('$[' || k.column_no || '].promptName') AS prompt, count(*) AS answers,
      avg(c.cost_nano_usd) AS cost, avg(c.prompt_tokens) AS prompt_tokens, avg(c.output_tokens) AS output_tokens,
      (SELECT count(*) FROM run_column o JOIN cell x INDEXED BY cell_cut ON x.run_no = o.run_no AND x.column_no = o.column_no
        WHERE x.is_cut = 1 AND o.run_no = u.no AND o.prompt_id = k.prompt_id AND o.model_id = k.model_id) AS cut
      FROM run u JOIN run_column k ON k.run_no = u.no
      JOIN cell c INDEXED BY cell_by_column ON c.run_no = u.no AND c.column_no = k.column_no
      WHERE u.no IN (SELECT no FROM run WHERE project_id = ? AND archived_at IS NULL
        AND done_count > error_count AND state <> 'running' AND NOT ${HAS_OPEN_BATCHES}
        ORDER BY no DESC LIMIT ${COMPARED_RUNS})
      AND c.state = 'answered' GROUP BY u.no, k.prompt_id, k.model_id`)
  }

  /** Spend of all logs by day and model, once for each tag (null = whatever the tag). */
  async days(
    projectId: ProjectId,
    tags: readonly SpendFilter['tag'][],
    signal: AbortSignal,
  ): Promise<{ readonly cells: readonly (readonly SpendCell[])[]; readonly modelIds: ReadSpend['modelIds'] }> {
    const sources = tags.flatMap((tag) => {
      const source = this.#source(projectId, { kind: 'logs', logIds: null }, { ...ANY, tag })
      return source ? [{ sql: `WITH call AS (${source.sql}) ${cellsSql(24 * HOUR_MS)}`, params: source.params }] : []
    })
    const questions = sources.map((source): SqlQuestion => ({ ...source, kind: 'rows' }))
    // Each question's own rows, as its SQL names them.
    const answers = (questions.length === 0 ? [] : await this.#reader.ask(questions, signal)) as CellRow[][]
    const nameOf = this.#namer()
    const modelIds = new Map(this.#models.all().map(({ name, model_id }) => [name, model_id]))
    return { cells: answers.map((rows) => rows.map((row) => toCell(row, 24 * HOUR_MS, nameOf))), modelIds }
  }

  /**
   * When single calls that were answered came by the usage logs, with a hash of what each asked: the newest of very many, ascending.
   *
   * @param modelId of the catalog; null = whatever the model
   */
  async arrivals(
    projectId: ProjectId,
    { modelId, tag }: { readonly modelId: string | null; readonly tag: SpendFilter['tag'] },
    signal: AbortSignal,
  ): Promise<{ readonly calls: readonly LoggedCall[]; readonly isCut: boolean }> {
    const source = this.#source(projectId, { kind: 'logs', logIds: null }, { ...ANY, tag })
    if (source === null) return { calls: [], isCut: false }
    const ofModel = modelId === null ? '' : 'AND model IN (SELECT no FROM usage_model WHERE model_id = ?)'
    const question: SqlQuestion = {
      kind: 'rows',
      // Rows that stand for many calls tell no times of them; a call that failed left nothing in a cache.
      sql: `WITH call AS (${source.sql}) SELECT at_ms AS atMs, prompt_hash AS key FROM call
        WHERE at_ms IS NOT NULL AND calls = 1 AND ifnull(is_error, 0) = 0 ${ofModel}
        ORDER BY at_ms DESC LIMIT ${MAX_ARRIVALS}`,
      params: [...source.params, ...(modelId === null ? [] : [modelId])],
    }
    // The rows as the SQL names them.
    const [calls = []] = (await this.#reader.ask([question], signal)) as LoggedCall[][]
    return { calls: calls.toReversed(), isCut: calls.length === MAX_ARRIVALS }
  }

  /** What the calls came to in each of the newest runs, by prompt and model, all variants together. */
  runFigures(projectId: ProjectId): readonly RunFigures[] {
    return this.#runFigures.all(projectId).map((row) => ({
      runName: row.name,
      atMs: Date.parse(row.created_at),
      key: `${row.prompt_id} ${row.model_id}`,
      label: `"${row.prompt}" on ${row.model_id}`,
      model: row.model_id,
      answers: row.answers,
      cut: row.cut,
      callNanoUsd: row.cost,
      promptTokens: row.prompt_tokens,
      outputTokens: row.output_tokens,
    }))
  }

  /** Null where the source holds nothing at all. */
  async read(
    given: {
      readonly projectId: ProjectId
      readonly source: SpendSource
      readonly filter: SpendFilter
      readonly unit: SpendUnit
    },
    signal: AbortSignal,
  ): Promise<ReadSpend | null> {
    const source = this.#source(given.projectId, given.source, given.filter)
    if (source === null) return null
    const { sql, params } = source
    const stepMs = given.unit === 'hour' ? HOUR_MS : 24 * HOUR_MS
    const ask = (kind: SqlQuestion['kind'], rest: string): SqlQuestion => ({
      sql: `WITH call AS (${sql}) ${rest}`,
      params,
      kind,
    })
    const words = source.tags.map(({ value }, index) => `, (${value}) AS tag_${index}`).join('')
    const questions = [
      ...source.tags.map((tag) => ask('rows', valuesSql(tag, 0))),
      ask('rows', cellsSql(stepMs)),
      ask(
        'sorted-columns',
        `SELECT cost, CASE WHEN input IS NULL AND cache_read IS NULL THEN NULL ELSE ${PROMPT} END, output FROM call WHERE calls = 1`,
      ),
      ask(
        'rows',
        // The words of the tags are looked up for the few that are left only.
        `SELECT at_ms, model, cost, ${PROMPT} AS prompt, output${words} FROM
          (SELECT * FROM call WHERE calls = 1 AND cost IS NOT NULL ORDER BY cost DESC LIMIT ${DEAREST}) AS call ORDER BY cost DESC`,
      ),
    ]
    const answers = await this.#reader.ask(questions, signal)
    // Each question's own rows, as its SQL names them.
    const tags = answers.slice(0, source.tags.length) as TagRow[][]
    const [cells, columns, dearest] = answers.slice(source.tags.length) as [CellRow[], Float64Array[], DearRow[]]
    const nameOf = this.#namer()
    return {
      unit: given.unit,
      cells: cells.map((row) => toCell(row, stepMs, nameOf)),
      tags: source.tags.map(({ name }, index) => toTag(name, tags[index] ?? [])),
      costs: columns[0] ?? [],
      promptTokens: columns[1] ?? [],
      outputTokens: columns[2] ?? [],
      dearest: dearest.map((row) => ({
        atMs: row.at_ms,
        model: nameOf(row.model),
        tags: source.tags.flatMap(({ name }, index) => {
          const value = row[`tag_${index}`] ?? null
          return value === null ? [] : [{ name, value: String(value) }]
        }),
        nanoUsd: row.cost,
        promptTokens: row.prompt,
        outputTokens: row.output,
      })),
      firstAtMs: least(cells.map(({ first_at }) => first_at)),
      lastAtMs: most(cells.map(({ last_at }) => last_at)),
      extremes: extremesOf(cells, nameOf),
      modelIds:
        given.source.kind === 'logs'
          ? new Map(this.#models.all().map(({ name, model_id }) => [name, model_id]))
          : new Map(cells.map(({ model }) => [nameOf(model), nameOf(model)])),
    }
  }

  /** Values of one tag from `offset` on, as many as `read` tells first; empty behind the last, and for a tag that is not there. */
  async values(
    given: {
      readonly projectId: ProjectId
      readonly source: SpendSource
      readonly filter: SpendFilter
      readonly name: string
      readonly offset: number
    },
    signal: AbortSignal,
  ): Promise<readonly SpendGroup[]> {
    const source = this.#source(given.projectId, given.source, given.filter)
    const tag = source?.tags.find(({ name }) => name === given.name)
    if (!source || !tag) return []
    const sql = `WITH call AS (${source.sql}) ${valuesSql(tag, given.offset)}`
    const [rows] = (await this.#reader.ask([{ sql, params: source.params, kind: 'rows' }], signal)) as [TagRow[]]
    return toTag(tag.name, rows).groups
  }

  #namer(): (model: string | number) => string {
    const names = new Map(this.#models.all().map(({ no, name }) => [no, name]))
    return (model) => (typeof model === 'string' ? model : (names.get(model) ?? ''))
  }

  #source(projectId: ProjectId, source: SpendSource, filter: SpendFilter): CallSource | null {
    if (source.kind === 'runs') {
      const runs = this.#runs
        .all(projectId)
        .filter(({ id }) => source.runIds === null || source.runIds.some((one) => one === id))
      return runs.length === 0 ? null : runCalls(runs, filter)
    }
    const logs = this.#logs
      .all(projectId)
      .filter(({ id }) => source.logIds === null || source.logIds.some((one) => one === id))
    return logs.length === 0 ? null : logCalls(logs, filter)
  }
}

/** The label settles the order of values that cost the same, so that no page tells one twice. */
function valuesSql({ from, key, label }: CallSource['tags'][number], offset: number): string {
  return `, tagged AS (SELECT ${key} AS tag, call.* FROM call ${from}), grouped AS (SELECT tag, ${SUMS} FROM tagged GROUP BY tag)
    SELECT ${label} AS label, count(*) OVER () AS found, grouped.* FROM grouped
    ORDER BY nano_usd DESC, rows DESC, tag LIMIT ${SHOWN_VALUES} OFFSET ${offset}`
}

function cellsSql(stepMs: number): string {
  return `SELECT at_ms / ${stepMs} AS bucket, model, max(CASE WHEN calls = 1 THEN cost END) AS max_cost,
    max(CASE WHEN calls = 1 THEN ${PROMPT} END) AS max_prompt, min(at_ms) AS first_at, max(at_ms) AS last_at, ${SUMS}
    FROM call GROUP BY 1, 2`
}

function toCell(row: CellRow, stepMs: number, nameOf: (model: string | number) => string): SpendCell {
  return { startMs: row.bucket === null ? null : row.bucket * stepMs, model: nameOf(row.model), ...toSums(row) }
}

function toTag(name: string, rows: readonly TagRow[]): SpendTag {
  const groups = rows.map((row): SpendGroup => ({ key: row.label, ...toSums(row) }))
  return { name, groups, distinct: rows[0]?.found ?? 0 }
}

function toSums(row: SumRow): SpendSums {
  return {
    rows: row.rows,
    calls: row.uncounted > 0 ? null : (row.calls ?? 0),
    nanoUsd: row.nano_usd,
    unpricedRows: row.unpriced,
    estimatedRows: row.estimated,
    errorRows: row.errors,
    tokens: {
      inputTokens: row.input,
      cacheReadTokens: row.cache_read,
      cacheWrite5mTokens: row.write_5m,
      cacheWrite1hTokens: row.write_1h,
      outputTokens: row.output,
      reasoningTokens: row.reasoning,
    },
  }
}

function extremesOf(cells: readonly CellRow[], nameOf: (model: string | number) => string): ReadSpend['extremes'] {
  const found = new Map<string, { maxNanoUsd: number | null; maxPromptTokens: number | null }>()
  for (const { model, max_cost, max_prompt } of cells) {
    const before = found.get(nameOf(model)) ?? { maxNanoUsd: null, maxPromptTokens: null }
    found.set(nameOf(model), {
      maxNanoUsd: most([before.maxNanoUsd, max_cost]),
      maxPromptTokens: most([before.maxPromptTokens, max_prompt]),
    })
  }
  return found
}

function most(values: readonly (number | null)[]): number | null {
  return values.reduce((best, value) => (best === null || (value !== null && value > best) ? value : best), null)
}

function least(values: readonly (number | null)[]): number | null {
  return values.reduce((best, value) => (best === null || (value !== null && value < best) ? value : best), null)
}
