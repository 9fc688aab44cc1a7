import type { Database } from 'better-sqlite3'
import type { ModelId, PromptId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import type { DistinctOutput, ResultFilter, ResultSort } from '../../../shared/domain/results.ts'
import { ServiceTier } from '../../../shared/domain/service-tier.ts'
import type { TimedCall } from '../../../shared/evaluate/forecast-time.ts'
import type { CellRef } from './ledger-store.ts'
import type { StoredRun } from './run-store.ts'

export interface ResultQuery {
  readonly offset: number
  readonly limit: number
  readonly filter: ResultFilter
  readonly search: string
  readonly sort: ResultSort | null
}

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

interface FigureRow {
  readonly column_no: number
  readonly row_no: number
  readonly state: 'answered' | 'failed'
  readonly is_cached: number
  readonly score: number | null
  readonly has_passed: number | null
  readonly cost_nano_usd: number | null
  readonly latency_ms: number | null
  readonly prompt_tokens: number | null
  readonly output_tokens: number | null
}

/** Of the answered trials of one cell: they disagree about passing, or say different things where nothing is scored. */
const IS_FLAKY = 'COUNT(DISTINCT has_passed) > 1 OR (COUNT(has_passed) = 0 AND COUNT(DISTINCT output_hash) > 1)'

/** Conditions on a row `s` of the snapshot, by what the run's cells say; each scans the run's cells at most once. */
const FILTERS: Readonly<Record<ResultFilter, string>> = {
  all: '',
  failed: 'AND s.row_no IN (SELECT row_no FROM cell WHERE run_no = @runNo AND has_passed = 0)',
  passed: `AND s.row_no IN (SELECT row_no FROM cell WHERE run_no = @runNo GROUP BY row_no
    HAVING MIN(has_passed) = 1 AND SUM(state = 'failed') = 0)`,
  // As isSameOutcome (shared/evaluate) tells two cells apart.
  different: `AND s.row_no IN (SELECT row_no FROM cell WHERE run_no = @runNo GROUP BY row_no
    HAVING COUNT(DISTINCT CASE WHEN state = 'failed' THEN 'failed' WHEN has_passed IS NULL THEN hex(output_hash)
      ELSE has_passed || ' ' || round(score, 9) END) > 1)`,
  errors: `AND s.row_no IN (SELECT row_no FROM cell WHERE run_no = @runNo AND state = 'failed')`,
  flaky: `AND s.row_no IN (SELECT row_no FROM cell WHERE run_no = @runNo AND state = 'answered'
    GROUP BY row_no, column_no HAVING ${IS_FLAKY})`,
}

// has_text folds the case of all letters; it is defined with the rows of the eval sets.
const SEARCH = `AND (has_text(s.content ->> '$.expected', @search)
  OR EXISTS (SELECT 1 FROM json_tree(s.content, '$.variables') v WHERE has_text(CAST(v.atom AS TEXT), @search))
  OR s.row_no IN (SELECT c.row_no FROM cell c JOIN reply r ON r.no = c.reply_no
    WHERE c.run_no = @runNo AND has_text(r.output, @search)))`

const SORT_VALUES: Readonly<Record<Exclude<ResultSort['by'], 'position'>, string>> = {
  score: 'AVG(score)',
  cost: 'SUM(cost_nano_usd)',
  latency: 'AVG(latency_ms)',
  tokens: 'AVG(prompt_tokens + output_tokens)',
}

/** Questions about a run's cells as a whole. */
export class ResultStore {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Numbers of the rows to show, in order, and how many match in all. */
  page(stored: StoredRun, query: ResultQuery): { readonly rowNos: readonly number[]; readonly matching: number } {
    const columnNo = sortColumn(stored, query.sort)
    const where = `FROM snapshot_case s WHERE s.snapshot_no = @snapshotNo AND s.row_no < @caseCount
      ${FILTERS[query.filter]} ${query.search === '' ? '' : SEARCH}`
    const binding = {
      runNo: stored.no,
      snapshotNo: stored.snapshotNo,
      caseCount: stored.run.caseCount,
      ...(query.search === '' ? {} : { search: query.search.toLowerCase() }),
    }
    const count = this.#db.prepare<[typeof binding], { n: number }>(`SELECT COUNT(*) AS n ${where}`).get(binding)
    const rows = this.#db
      .prepare<[object], { row_no: number }>(`SELECT s.row_no ${where} ${orderBy(query.sort, columnNo)}
        LIMIT @limit OFFSET @offset`)
      .all({
        ...binding,
        limit: query.limit,
        offset: query.offset,
        ...(columnNo === null ? {} : { columnNo }),
      })
    return { rowNos: rows.map((row) => row.row_no), matching: count?.n ?? 0 }
  }

  /** Calls back for every cell of a run, by column and row. */
  forEachCell(runNo: number, see: (figures: CellFigures) => void): void {
    const rows = this.#db
      .prepare<[number], FigureRow>(`SELECT column_no, row_no, state, is_cached, score, has_passed, cost_nano_usd,
        latency_ms, prompt_tokens, output_tokens FROM cell WHERE run_no = ?`)
      .iterate(runNo)
    for (const row of rows)
      see({
        columnNo: row.column_no,
        rowNo: row.row_no,
        state: row.state,
        isCached: row.is_cached === 1,
        score: row.score,
        hasPassed: row.has_passed === null ? null : row.has_passed === 1,
        costNanoUsd: row.cost_nano_usd,
        latencyMs: row.latency_ms,
        promptTokens: row.prompt_tokens,
        outputTokens: row.output_tokens,
      })
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

function sortColumn(stored: StoredRun, sort: ResultSort | null): number | null {
  const column = sort?.by === 'position' ? null : (sort?.column ?? null)
  if (!column) return null
  const at = stored.run.columns.findIndex((c) => c.variantId === column.variantId && c.modelId === column.modelId)
  return at < 0 ? null : at
}

function orderBy(sort: ResultSort | null, columnNo: number | null): string {
  const direction = sort?.isDescending ? 'DESC' : 'ASC'
  if (!sort || sort.by === 'position') return `ORDER BY s.row_no ${direction}`
  const ofColumn = columnNo === null ? '' : 'AND column_no = @columnNo'
  const value = `(SELECT ${SORT_VALUES[sort.by]} FROM cell WHERE run_no = @runNo AND row_no = s.row_no ${ofColumn})`
  return `ORDER BY ${value} ${direction} NULLS LAST, s.row_no`
}
