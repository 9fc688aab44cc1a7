import type { Database, Statement } from 'better-sqlite3'
import type { CaseId } from '../../../shared/domain/ids.ts'
import type { LogProbability } from '../../../shared/domain/log-probability.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { type Cell, type CellMark, FinishReason } from '../../../shared/domain/run.ts'
import { AssertionResult } from '../../../shared/domain/score.ts'
import { ServiceTier } from '../../../shared/domain/service-tier.ts'
import { ToolCall } from '../../../shared/domain/tool.ts'
import { Usage } from '../../../shared/domain/usage.ts'
import { WireError } from '../../../shared/domain/wire-error.ts'
import type { CellRef } from './ledger-store.ts'
import type { StoredRun } from './run-store.ts'
import { toLogProbability } from './to-log-probability.ts'

export interface NewCell {
  readonly state: Cell['state']
  readonly replyNo: number | null
  /** 16 bytes that tell two outputs apart; null when failed. */
  readonly outputHash: Buffer | null
  readonly promptTokens: number | null
  readonly outputTokens: number | null
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
  readonly isCached: boolean
  readonly attempts: number
  readonly score: number | null
  readonly hasPassed: boolean | null
  readonly assertions: readonly AssertionResult[]
  readonly error: WireError | null
  readonly mayHaveBeenBilled: boolean
}

interface CellRow {
  readonly row_no: number
  readonly column_no: number
  readonly repeat_no: number
  readonly state: 'answered' | 'failed'
  readonly score: number | null
  readonly has_passed: number | null
  readonly cost_nano_usd: number | null
  readonly latency_ms: number | null
  readonly is_cached: number
  readonly attempts: number
  readonly may_have_been_billed: number
  readonly reply_no: number | null
  readonly assertions: string
  readonly error: string | null
  readonly output: string | null
  readonly tool_calls: string | null
  readonly mean_log_probability: number | null
  readonly log_probability_tokens: number | null
  readonly finish_reason: string | null
  readonly usage: string | null
  readonly first_token_ms: number | null
  readonly service: string | null
  readonly answered_by: string | null
  readonly thumb: number | null
  readonly mark_score: number | null
  /** What was marked, where another answer stands there now. */
  readonly marked_output: string | null
  readonly marked_reply_no: number | null
  readonly comment: string | null
  readonly label: string | null
  /** Null where there is no mark. */
  readonly is_highlighted: number | null
}

interface StateRow {
  readonly row_no: number
  readonly column_no: number
  readonly repeat_no: number
  readonly state: 'answered' | 'failed'
  readonly may_have_been_billed: number
}

interface UnjudgedRow {
  readonly row_no: number
  readonly column_no: number
  readonly repeat_no: number
  readonly output: string
  readonly finish_reason: string
  readonly cost_nano_usd: number | null
  readonly latency_ms: number | null
  readonly tool_calls: string | null
  readonly mean_log_probability: number | null
  readonly log_probability_tokens: number | null
}

/** How much of a row is read. */
export interface RowPart {
  /** Characters after which an output is cut; null = whole. */
  readonly outputLimit: number | null
  /** Absent = all. */
  readonly columns?: { readonly from: number; readonly count: number }
}

/** An answer that a judge could not be asked about. */
export interface UnjudgedCell {
  readonly ref: CellRef
  readonly output: string
  readonly finishReason: FinishReason
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
  readonly toolCalls: readonly ToolCall[]
  readonly logProbability: LogProbability | null
}

// Quotation marks inside a reason are escaped, so that only a missing score reads like this.
const IS_UNJUDGED = `state = 'answered' AND instr(assertions, '"score":null') > 0`

const EVERYTHING = 1_000_000_000

/** SQL: whether the answer to store, of the reply `@replyNo`, ends at the output limit. */
export const IS_CUT = `COALESCE((SELECT @state = 'answered' AND finish_reason = 'length' FROM reply WHERE no = @replyNo), 0)`

/** Cells of runs; a run's done and error counts follow in the same commit. */
export class CellStore {
  readonly #state: Statement<[number, number, number, number], { state: string }>
  readonly #put: Statement
  readonly #count: Statement<[number, number, number]>
  readonly #states: Statement<[number], StateRow>
  readonly #row: Statement<[object], CellRow>
  readonly #incomplete: Statement<[number], { missing: number }>
  readonly #unjudgedCount: Statement<[number], number>
  readonly #unjudged: Statement<[number, number, number, number, number], UnjudgedRow>
  readonly #rescore: Statement

  constructor(db: Database) {
    this.#state = db.prepare(
      'SELECT state FROM cell WHERE run_no = ? AND row_no = ? AND column_no = ? AND repeat_no = ?',
    )
    this.#put = db.prepare(`INSERT OR REPLACE INTO cell (run_no, row_no, column_no, repeat_no, state, score, has_passed,
      cost_nano_usd, latency_ms, prompt_tokens, output_tokens, is_cached, attempts, may_have_been_billed, output_hash,
      reply_no, assertions, error, is_cut)
      VALUES (@runNo, @rowNo, @columnNo, @repeatNo, @state, @score, @hasPassed, @costNanoUsd, @latencyMs, @promptTokens,
      @outputTokens, @isCached, @attempts, @mayHaveBeenBilled, @outputHash, @replyNo, @assertions, @error,
      ${IS_CUT})`)
    this.#count = db.prepare('UPDATE run SET done_count = done_count + ?, error_count = error_count + ? WHERE no = ?')
    this.#states = db.prepare(
      'SELECT row_no, column_no, repeat_no, state, may_have_been_billed FROM cell WHERE run_no = ?',
    )
    this.#row = db.prepare(`SELECT c.row_no, c.column_no, c.repeat_no, c.state, c.score, c.has_passed, c.cost_nano_usd,
      c.latency_ms, c.is_cached, c.attempts, c.may_have_been_billed, c.reply_no, c.assertions, c.error,
      CASE WHEN @limit IS NULL THEN r.output ELSE substr(r.output, 1, @limit) END AS output, r.tool_calls,
      r.mean_log_probability, r.log_probability_tokens, r.finish_reason, r.usage, r.first_token_ms, r.service,
      r.answered_by, m.thumb, m.score AS mark_score, m.comment, m.label, m.is_highlighted,
      m.reply_no AS marked_reply_no, CASE WHEN m.reply_no IS NOT c.reply_no THEN (SELECT substr(o.output, 1, 10000) FROM reply o
        WHERE o.no = m.reply_no AND o.output IS NOT r.output) END AS marked_output
      FROM cell c LEFT JOIN reply r ON r.no = c.reply_no
      LEFT JOIN cell_mark m ON m.run_no = c.run_no AND m.row_no = c.row_no AND m.column_no = c.column_no
        AND m.repeat_no = c.repeat_no
      WHERE c.run_no = @runNo AND c.row_no = @rowNo AND c.column_no >= @from AND c.column_no < @to ORDER BY c.column_no, c.repeat_no`)
    this.#incomplete = db.prepare(`SELECT run.cell_count - (SELECT COUNT(*) FROM cell WHERE run_no = run.no AND
      (error IS NULL OR error ->> 'code' NOT IN
        ('cancelled', 'interrupted', 'provider-auth', 'provider-quota', 'budget-exceeded'))) AS missing
      FROM run WHERE no = ?`)
    this.#unjudgedCount = db
      .prepare<[number], number>(`SELECT count(*) FROM cell WHERE run_no = ? AND ${IS_UNJUDGED}`)
      .pluck()
    this.#unjudged = db.prepare(`SELECT c.row_no, c.column_no, c.repeat_no, r.output, r.finish_reason,
      r.cost_nano_usd, r.latency_ms, r.tool_calls, r.mean_log_probability, r.log_probability_tokens FROM cell c
      JOIN reply r ON r.no = c.reply_no
      WHERE c.run_no = ? AND (c.row_no, c.column_no, c.repeat_no) > (?, ?, ?) AND c.${IS_UNJUDGED}
      ORDER BY c.row_no, c.column_no, c.repeat_no LIMIT ?`)
    this.#rescore = db.prepare(`UPDATE cell SET score = @score, has_passed = @hasPassed, assertions = @assertions
      WHERE run_no = @runNo AND row_no = @rowNo AND column_no = @columnNo AND repeat_no = @repeatNo`)
  }

  /** Stores a cell, or what came of asking a failed one again. Called inside a group commit. */
  put(ref: CellRef, cell: NewCell): void {
    const { runNo, rowNo, columnNo, repeatNo } = ref
    const before = this.#state.get(runNo, rowNo, columnNo, repeatNo)
    this.#put.run({
      ...ref,
      ...cell,
      isCached: cell.isCached ? 1 : 0,
      mayHaveBeenBilled: cell.mayHaveBeenBilled ? 1 : 0,
      hasPassed: cell.hasPassed === null ? null : Number(cell.hasPassed),
      assertions: JSON.stringify(cell.assertions),
      error: cell.error === null ? null : JSON.stringify(cell.error),
    })
    const failedMore = Number(cell.state === 'failed') - Number(before?.state === 'failed')
    if (!before || failedMore !== 0) this.#count.run(before ? 0 : 1, failedMore, runNo)
  }

  isAnswered({ runNo, rowNo, columnNo, repeatNo }: CellRef): boolean {
    return this.#state.get(runNo, rowNo, columnNo, repeatNo)?.state === 'answered'
  }

  /** Calls back for every stored cell of a run; nothing may be written meanwhile. */
  forEachState(runNo: number, see: (ref: CellRef, state: Cell['state'], mayHaveBeenBilled: boolean) => void): void {
    for (const row of this.#states.iterate(runNo))
      see(
        { runNo, rowNo: row.row_no, columnNo: row.column_no, repeatNo: row.repeat_no },
        row.state,
        row.may_have_been_billed === 1,
      )
  }

  /** Cells that were never really asked: missing, cancelled, or given up with their provider or budget. */
  missingOf(runNo: number): number {
    return this.#incomplete.get(runNo)?.missing ?? 0
  }

  /** Answered cells with an assertion whose judge could not be asked; looks at every cell of the run. */
  unjudgedOf(runNo: number): number {
    return this.#unjudgedCount.get(runNo) ?? 0
  }

  /** Some of them, in the order of the grid; null = from the first. */
  unjudgedAfter(runNo: number, last: CellRef | null, limit: number): readonly UnjudgedCell[] {
    const { rowNo, columnNo, repeatNo } = last ?? { rowNo: -1, columnNo: 0, repeatNo: 0 }
    return this.#unjudged.all(runNo, rowNo, columnNo, repeatNo, limit).map((row) => ({
      ref: { runNo, rowNo: row.row_no, columnNo: row.column_no, repeatNo: row.repeat_no },
      output: row.output,
      finishReason: FinishReason.parse(row.finish_reason),
      costNanoUsd: row.cost_nano_usd,
      latencyMs: row.latency_ms,
      toolCalls: row.tool_calls === null ? [] : ToolCall.array().parse(JSON.parse(row.tool_calls)),
      logProbability: toLogProbability(row),
    }))
  }

  /** What became of judging an answer again: all else about the cell stays. Called inside a group commit. */
  rescore(ref: CellRef, { score, hasPassed, assertions }: Pick<NewCell, 'score' | 'hasPassed' | 'assertions'>): void {
    const passed = hasPassed === null ? null : Number(hasPassed)
    this.#rescore.run({ ...ref, score, hasPassed: passed, assertions: JSON.stringify(assertions) })
  }

  /** The cells of one row, by column; within a column by repeat; null where none is there yet, or was not asked for. */
  row(stored: StoredRun, rowNo: number, caseId: CaseId, part: RowPart): readonly (Cell[] | null)[] {
    const cells: (Cell[] | null)[] = stored.run.columns.map(() => null)
    for (const { cell, columnNo } of this.#cellsOf(stored, rowNo, caseId, part)) {
      const ofColumn = cells[columnNo]
      if (ofColumn) ofColumn.push(cell)
      else cells[columnNo] = [cell]
    }
    return cells
  }

  /** One cell in full with the number of its reply; null when it is not there. */
  find(stored: StoredRun, ref: CellRef, caseId: CaseId): { cell: Cell; replyNo: number | null } | null {
    const part = { outputLimit: null, columns: { from: ref.columnNo, count: 1 } }
    const found = this.#cellsOf(stored, ref.rowNo, caseId, part).find(({ cell }) => cell.repeat === ref.repeatNo)
    return found ?? null
  }

  #cellsOf(stored: StoredRun, rowNo: number, caseId: CaseId, { outputLimit, columns }: RowPart) {
    const { from, count } = columns ?? { from: 0, count: EVERYTHING }
    // SQLite's substr ends at a NUL sign, so that a whole output is read without it.
    const binding = { limit: outputLimit, runNo: stored.no, rowNo, from, to: from + count }
    return this.#row.all(binding).flatMap((row) => {
      const column = stored.run.columns[row.column_no]
      if (!column) return []
      const { variantId, modelId } = column
      const key = { variantId, modelId, caseId, repeat: row.repeat_no }
      return [{ columnNo: row.column_no, replyNo: row.reply_no, cell: { ...key, ...toCellBody(row) } }]
    })
  }
}

function toCellBody(row: CellRow): Omit<Cell, 'variantId' | 'modelId' | 'caseId' | 'repeat'> {
  const logProbability = toLogProbability(row)
  return {
    state: row.state,
    output: row.output ?? '',
    ...(row.tool_calls === null ? {} : { toolCalls: ToolCall.array().parse(JSON.parse(row.tool_calls)) }),
    ...(logProbability === null ? {} : { logProbability }),
    finishReason: row.finish_reason === null || row.state === 'failed' ? null : FinishReason.parse(row.finish_reason),
    usage: row.usage === null ? null : Usage.nullable().parse(JSON.parse(row.usage)),
    costNanoUsd: row.cost_nano_usd,
    latencyMs: row.latency_ms,
    firstTokenMs: row.first_token_ms,
    isCached: row.is_cached === 1,
    answeredBy: row.answered_by,
    service: row.service === null ? null : ServiceTier.parse(row.service),
    attempts: row.attempts,
    score: row.score,
    hasPassed: row.has_passed === null ? null : row.has_passed === 1,
    assertions: AssertionResult.array().parse(JSON.parse(row.assertions)),
    error: row.error === null ? null : WireError.parse(JSON.parse(row.error)),
    mayHaveBeenBilled: row.may_have_been_billed === 1,
    ...(row.is_highlighted === null ? {} : { mark: toMark(row, row.is_highlighted === 1) }),
    ...(row.marked_output === null || row.marked_reply_no === null
      ? {}
      : { markedReply: { no: row.marked_reply_no, output: row.marked_output } }),
  }
}

function toMark(row: CellRow, isHighlighted: boolean): CellMark {
  return {
    thumb: row.thumb === null ? null : row.thumb === 1,
    score: row.mark_score,
    comment: row.comment ?? '',
    label: row.label ?? '',
    isHighlighted,
  }
}
