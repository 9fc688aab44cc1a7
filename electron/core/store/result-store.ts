import type { Database } from 'better-sqlite3'
import type { ModelId, PromptId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import {
  type ColumnOfRun,
  ColumnSummary,
  type DistinctOutput,
  type ResultFigure,
} from '../../../shared/domain/results.ts'
import type { AgainChoice } from '../../../shared/domain/run.ts'
import { ServiceTier } from '../../../shared/domain/service-tier.ts'
import { dropOldest } from '../../../shared/drop-oldest.ts'
import type { TimedCall } from '../../../shared/evaluate/forecast-time.ts'
import type { CellRef } from './ledger-store.ts'
import { columnNoOf, figureSql, type RowQuestion, resultSql } from './results/result-query.ts'
import { ResultRows } from './results/result-rows.ts'
import type { StoredRun } from './run-store.ts'

export interface ResultQuery extends Partial<RowQuestion> {
  readonly offset: number
  readonly limit: number
  /** What a search has found so far; absent = nothing is searched. */
  readonly found?: FoundRows
}

export interface FoundRows {
  readonly has: (rowNo: number) => boolean
  /** Another one after every row that was found. */
  readonly revision: string
}

/** Numbers of rows in the order of a question, valid while nothing is written. */
interface KeptOrder {
  readonly version: string
  readonly rowNos: readonly number[]
}

const KEPT_ORDERS = 6
/** SQLite keeps 2 MB of a library in memory; what the grid of a run of this size is read by takes more. */
const LARGE_RUN_CELLS = 100_000
const LARGE_CACHE_KIB = 65_536

/** What one cell brings to the totals of its column. */
export interface CellFigures {
  readonly columnNo: number
  readonly rowNo: number
  readonly state: 'answered' | 'failed'
  readonly isCached: boolean
  readonly score: number | null
  readonly hasPassed: boolean | null
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
  readonly promptTokens: number | null
  readonly outputTokens: number | null
}

export interface TrialFigures {
  readonly flakyCases: number
  /** Null when no case has all its trials scored. */
  readonly passAllRate: number | null
}

interface DistinctRow {
  readonly output: string
  readonly repeats: string
  readonly score: number | null
  readonly has_passed: number | null
}

type FigureRow = readonly [
  rowNo: number,
  state: 'answered' | 'failed',
  isCached: number,
  score: number | null,
  hasPassed: number | null,
  costNanoUsd: number | null,
  latencyMs: number | null,
  promptTokens: number | null,
  outputTokens: number | null,
]

/** Of the answered trials of one cell: they disagree about passing, or say different things where nothing is scored. */
const IS_FLAKY = 'COUNT(DISTINCT has_passed) > 1 OR (COUNT(has_passed) = 0 AND COUNT(DISTINCT output_hash) > 1)'

/** Questions about a run's cells as a whole. */
export class ResultStore {
  readonly rows: ResultRows
  readonly #db: Database
  readonly #orders = new Map<string, KeptOrder>()
  /** Read by the SQL function that resultSql is given, while a question runs. */
  #found: FoundRows | null = null

  constructor(db: Database) {
    this.#db = db
    this.rows = new ResultRows(db)
    db.function('is_found', (rowNo: unknown) => (this.#found?.has(Number(rowNo)) ? 1 : 0))
  }

  /** Numbers of the rows to show, in order, and how many match in all. */
  page(stored: StoredRun, query: ResultQuery): { readonly rowNos: readonly number[]; readonly matching: number } {
    const { offset, limit, found, ...rest } = query
    const question: RowQuestion = { filter: 'all', baseline: null, tags: [], conditions: [], sort: null, ...rest }
    const isPlain =
      question.filter === 'all' && !found && question.tags.length === 0 && question.conditions.length === 0
    if (isPlain && (question.sort === null || (question.sort.by === 'position' && !question.sort.isDescending))) {
      const { caseCount } = stored.run
      const rows = Math.max(0, Math.min(limit, caseCount - offset))
      return { rowNos: Array.from({ length: rows }, (_, index) => offset + index), matching: caseCount }
    }
    const rowNos = this.#order(stored, question, found ?? null)
    return { rowNos: rowNos.slice(offset, offset + limit), matching: rowNos.length }
  }

  /** All rows in the order of the question: kept, since a page deep in a sorted list would sort everything again. */
  #order(stored: StoredRun, question: RowQuestion, found: FoundRows | null): readonly number[] {
    this.rows.refresh(stored.no)
    if (stored.run.cellCount > LARGE_RUN_CELLS) this.#db.pragma(`cache_size = -${LARGE_CACHE_KIB}`)
    const key = JSON.stringify([stored.no, question, found?.revision])
    const version = this.#version()
    const kept = this.#orders.get(key)
    this.#orders.delete(key)
    const order = kept?.version === version ? kept : { version, rowNos: this.#readOrder(stored, question, found) }
    this.#orders.set(key, order)
    dropOldest(this.#orders, KEPT_ORDERS)
    return order.rowNos
  }

  #readOrder(stored: StoredRun, question: RowQuestion, found: FoundRows | null): readonly number[] {
    const { from, binding } = resultSql(stored, question, found === null ? null : 'is_found')
    this.#found = found
    try {
      const rowNos = this.#db
        .prepare<[object], number>(`SELECT s.row_no ${from} ORDER BY s.row_no`)
        .pluck()
        .all(binding)
      return this.#sorted(stored, question, rowNos)
    } finally {
      this.#found = null
    }
  }

  /** Sorted here: SQLite takes five times as long to sort 100,000 rows by another column (measured). */
  #sorted(stored: StoredRun, { sort }: RowQuestion, rowNos: number[]): readonly number[] {
    if (!sort) return rowNos
    if (sort.by === 'position') return sort.isDescending ? rowNos.reverse() : rowNos
    const values = this.#figuresOf(stored, sort.by, sort.column)
    if (sort.minus) {
      const others = this.#figuresOf(stored, sort.by, sort.minus)
      for (let row = 0; row < values.length; row++) values[row] = (values[row] ?? 0) - (others[row] ?? 0)
    }
    // Rows without the figure come last, whichever way it is sorted.
    const known = rowNos.filter((row) => !Number.isNaN(values[row]))
    const unknown = rowNos.filter((row) => Number.isNaN(values[row]))
    const sign = sort.isDescending ? -1 : 1
    known.sort((a, b) => sign * ((values[a] ?? 0) - (values[b] ?? 0)) || a - b)
    return [...known, ...unknown]
  }

  /** A figure of each row, in one column or in all; NaN = unknown. */
  #figuresOf(stored: StoredRun, figure: ResultFigure, column: ColumnOfRun | null): Float64Array {
    const values = new Float64Array(stored.run.caseCount).fill(Number.NaN)
    const parameters = column === null ? [stored.no] : [stored.no, columnNoOf(stored, column)]
    const pairs = this.#db
      .prepare<number[], readonly [number, number | null]>(figureSql(figure, column !== null))
      .raw()
      .all(...parameters)
    for (const [row, value] of pairs) if (value !== null) values[row] = value
    return values
  }

  /** Another one after anything was written, by this connection or another. */
  #version(): string {
    const own = this.#db.prepare<[], number>('SELECT total_changes()').pluck().get()
    return `${own} ${this.#db.pragma('data_version', { simple: true })}`
  }

  /** The totals as they were last worked out; null when cells have changed since. */
  keptSummary(runNo: number): readonly ColumnSummary[] | null {
    if (this.rows.isStale(runNo)) return null
    const text = this.#db
      .prepare<[number], string>('SELECT columns FROM run_summary WHERE run_no = ?')
      .pluck()
      .get(runNo)
    if (text === undefined) return null
    // Dropped as soon as a row is worked out anew; those of an earlier version lack what totals have had since.
    const kept = ColumnSummary.array().safeParse(JSON.parse(text))
    return kept.success ? kept.data : null
  }

  /** Changes whenever rows of a run are worked out anew, here or elsewhere. */
  revisionOf(runNo: number): string {
    return `${this.rows.revisionOf(runNo)} ${this.#db.pragma('data_version', { simple: true })}`
  }

  /** Keeps totals, unless cells have changed since `revision` was read. */
  keepSummary(runNo: number, columns: readonly ColumnSummary[], revision: string): void {
    if (this.rows.isStale(runNo) || this.revisionOf(runNo) !== revision) return
    this.#db.prepare('INSERT OR REPLACE INTO run_summary VALUES (?, ?)').run(runNo, JSON.stringify(columns))
  }

  /** Calls back for every cell of one column, by row and trial; nothing may be written meanwhile. */
  forEachCell(runNo: number, columnNo: number, see: (figures: CellFigures) => void): void {
    const rows = this.#db
      .prepare<[number, number], FigureRow>(`SELECT row_no, state, is_cached, score, has_passed, cost_nano_usd,
        latency_ms, prompt_tokens, output_tokens FROM cell INDEXED BY cell_by_column
        WHERE run_no = ? AND column_no = ? ORDER BY row_no, repeat_no`)
      .raw()
      .iterate(runNo, columnNo)
    for (const [rowNo, state, isCached, score, hasPassed, cost, latencyMs, promptTokens, outputTokens] of rows)
      see({
        columnNo,
        rowNo,
        state,
        isCached: isCached === 1,
        score,
        hasPassed: hasPassed === null ? null : hasPassed === 1,
        costNanoUsd: cost,
        latencyMs,
        promptTokens,
        outputTokens,
      })
  }

  /** Cells that were asked and are to be asked again. */
  cellsToAskAgain(
    { no }: StoredRun,
    { which, columnNo, rowNo }: { which: AgainChoice['which']; columnNo: number | null; rowNo: number | null },
  ): readonly Omit<CellRef, 'runNo'>[] {
    const what = { all: '1', errors: `state = 'failed'`, failures: 'has_passed = 0' }[which]
    return this.#db
      .prepare<[object], Omit<CellRef, 'runNo'>>(`SELECT row_no AS rowNo, column_no AS columnNo, repeat_no AS repeatNo
        FROM cell WHERE run_no = @no AND ${what} AND (@columnNo IS NULL OR column_no = @columnNo)
        AND (@rowNo IS NULL OR row_no = @rowNo)`)
      .all({ no, columnNo, rowNo })
  }

  /** Tags of the run's cases, the most frequent first. */
  tagsOf(stored: StoredRun): readonly { readonly tag: string; readonly cases: number }[] {
    return this.#db
      .prepare<[number, number], { tag: string; cases: number }>(`SELECT tag, COUNT(*) AS cases FROM snapshot_tag
        WHERE snapshot_no = ? AND row_no < ? GROUP BY tag ORDER BY cases DESC, tag LIMIT 500`)
      .all(stored.snapshotNo, stored.run.caseCount)
  }

  /** How the trials of each case agree, by column. */
  trialsOf(runNo: number, repeats: number): ReadonlyMap<number, TrialFigures> {
    const rows = this.#db
      .prepare<[object], { column_no: number; flaky: number; whole: number; passed: number }>(`SELECT column_no,
        SUM(is_flaky) AS flaky, SUM(scored = @repeats) AS whole, SUM(scored = @repeats AND passed = @repeats) AS passed
        FROM (SELECT column_no, ${IS_FLAKY} AS is_flaky, COUNT(has_passed) AS scored, TOTAL(has_passed) AS passed
          FROM cell WHERE run_no = @runNo AND state = 'answered' GROUP BY row_no, column_no)
        GROUP BY column_no`)
      .all({ runNo, repeats })
    return new Map(
      rows.map(({ column_no, flaky, whole, passed }) => [
        column_no,
        { flakyCases: flaky, passAllRate: whole === 0 ? null : passed / whole },
      ]),
    )
  }

  /** How many answers of each column end at the output limit; a column without one is left out. */
  cutOf(runNo: number): ReadonlyMap<number, number> {
    const rows = this.#db
      .prepare<
        [number],
        readonly [columnNo: number, cut: number]
      >(`SELECT column_no, COUNT(*) FROM cell INDEXED BY cell_cut
        WHERE run_no = ? AND is_cut = 1 GROUP BY column_no`)
      .raw()
    return new Map(rows.all(runNo))
  }

  /** The different answers of one cell's trials, the most frequent first; failed trials are left out. */
  distinctOutputs(ref: Omit<CellRef, 'repeatNo'>): DistinctOutput[] {
    return this.#db
      .prepare<[object], DistinctRow>(`SELECT r.output, group_concat(c.repeat_no) AS repeats, AVG(c.score) AS score,
        MIN(c.has_passed) AS has_passed FROM cell c JOIN reply r ON r.no = c.reply_no
        WHERE c.run_no = @runNo AND c.row_no = @rowNo AND c.column_no = @columnNo AND c.state = 'answered'
        GROUP BY c.output_hash ORDER BY COUNT(*) DESC, MIN(c.repeat_no)`)
      .all(ref)
      .map(({ output, repeats, score, has_passed }) => ({
        output: output.trim(),
        repeats: repeats
          .split(',')
          .map(Number)
          .sort((a, b) => a - b),
        score,
        hasPassed: has_passed === null ? null : has_passed === 1,
      }))
  }

  /** Output tokens of up to 2,000 earlier answers to this prompt by this model, newest runs first. */
  outputTokensOf(promptId: PromptId, modelId: ModelId): readonly number[] {
    return this.#db
      .prepare<[string, string], { output_tokens: number }>(`SELECT c.output_tokens FROM run_column k
        JOIN cell c ON c.run_no = k.run_no AND c.column_no = k.column_no
        WHERE k.prompt_id = ? AND k.model_id = ? AND c.state = 'answered' AND c.output_tokens IS NOT NULL
        ORDER BY k.run_no DESC LIMIT 2000`)
      .all(promptId, modelId)
      .map((row) => row.output_tokens)
  }

  /** How a run's answers were bought, and how many by each; cached ones as they first were. */
  servicesOf(runNo: number): readonly { readonly service: ServiceTier; readonly cells: number }[] {
    return this.#db
      .prepare<[number], { service: string; cells: number }>(`SELECT r.service, COUNT(*) AS cells FROM cell c
        JOIN reply r ON r.no = c.reply_no WHERE c.run_no = ? AND c.state = 'answered' AND r.service IS NOT NULL
        GROUP BY r.service ORDER BY cells DESC, r.service`)
      .all(runNo)
      .map(({ service, cells }) => ({ service: ServiceTier.parse(service), cells }))
  }

  /** What up to 500 earlier calls of a model took that were answered at this tier, those of newest runs first. */
  timedCallsOf(modelId: ModelId, service: ServiceTier): readonly TimedCall[] {
    return this.#db.prepare<[string, string], TimedCall>(TIMED_CALLS).all(modelId, service)
  }
}

/** @see ResultStore.timedCallsOf; the newest first, within the newest cells of the model's newest runs. */
const TIMED_CALLS = `SELECT c.latency_ms AS latencyMs, c.output_tokens AS outputTokens FROM run_column k
  JOIN cell c ON c.run_no = k.run_no AND c.column_no = k.column_no JOIN reply r ON r.no = c.reply_no
  WHERE k.model_id = ? AND c.state = 'answered' AND c.is_cached = 0 AND c.latency_ms IS NOT NULL
    AND c.output_tokens IS NOT NULL AND COALESCE(r.service, 'standard') = ?
  ORDER BY k.run_no DESC LIMIT 500`
