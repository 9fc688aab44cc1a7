import type { Database, Statement } from 'better-sqlite3'
import { FinishReason } from '../../../shared/domain/run.ts'
import { ToolCall } from '../../../shared/domain/tool.ts'
import { Usage } from '../../../shared/domain/usage.ts'
import type { SavingsAnswer } from '../../../shared/savings/savings-input.ts'

interface AnswerRow {
  readonly row_no: number
  readonly column_no: number
  readonly repeat_no: number
  readonly cost_nano_usd: number | null
  readonly latency_ms: number | null
  readonly first_token_ms: number | null
  readonly score: number | null
  readonly has_passed: number | null
  readonly is_unjudged: number
  readonly output: string
  readonly characters: number
  readonly finish_reason: string
  readonly tool_calls: string | null
  readonly mean_log_probability: number | null
  readonly judge_score: number | null
  readonly usage: string
  readonly created_at_ms: number
}

export interface PlacedAnswer {
  readonly rowNo: number
  readonly columnNo: number
  readonly answer: SavingsAnswer
}

const MAX_OUTPUT_CHARACTERS = 20_000

/** Answers of a run with their usage, some rows at a time, in the order of row, column and trial; failed cells are left out. */
export class AnswerStore {
  readonly #page: Statement<[object], AnswerRow>
  readonly #newestRun: Statement<[string], string>
  readonly #judgeCall: Statement<[string, number, string], { nanoUsd: number | null; latencyMs: number | null }>

  constructor(db: Database) {
    this.#page = db.prepare(`SELECT c.row_no, c.column_no, c.repeat_no, c.cost_nano_usd, c.latency_ms, r.first_token_ms,
      c.score, c.has_passed, c.score IS NULL AND instr(c.assertions, '"score":null') > 0 AS is_unjudged,
      substr(r.output, 1, @limit) AS output, length(r.output) AS characters, r.finish_reason, r.tool_calls, r.usage,
      r.created_at_ms, r.mean_log_probability, CASE WHEN @judges <> '[]' THEN (SELECT
        CASE WHEN count(*) = count(a.value ->> '$.score') THEN avg(a.value ->> '$.score') END
        FROM json_each(c.assertions) a JOIN json_each(@judges) j ON j.value = a.value ->> '$.scorer') END AS judge_score
      FROM cell c JOIN reply r ON r.no = c.reply_no
      WHERE c.run_no = @runNo AND c.row_no >= @from AND c.row_no < @to AND c.state = 'answered'
      ORDER BY c.row_no, c.column_no, c.repeat_no`)
    this.#judgeCall =
      db.prepare(`SELECT CASE WHEN count(*) = count(amount_nano_usd) THEN avg(amount_nano_usd) END AS nanoUsd,
      avg(closed_at_ms - sent_at_ms) AS latencyMs
      FROM ledger WHERE scope = ? AND sent_at_ms >= ? AND purpose = 'judge' AND state = 'settled'
      AND model_id IN (SELECT value FROM json_each(?))`)
    this.#newestRun = db
      .prepare<[string], string>(`SELECT id FROM run WHERE project_id = ? AND archived_at IS NULL
        AND done_count > error_count ORDER BY error_count * 10 <= done_count DESC, created_at DESC, no DESC LIMIT 1`)
      .pluck()
  }

  /** Of the rows from `from` up to but not `to`. @param judges ids of the scorers whose word is kept apart */
  page(
    runNo: number,
    { from, to, judges }: { readonly from: number; readonly to: number; readonly judges: readonly string[] },
  ): readonly PlacedAnswer[] {
    const given = { runNo, from, to, limit: MAX_OUTPUT_CHARACTERS, judges: JSON.stringify(judges) }
    return this.#page.all(given).map((row) => ({
      rowNo: row.row_no,
      columnNo: row.column_no,
      answer: {
        trial: row.repeat_no,
        usage: Usage.nullable().parse(JSON.parse(row.usage)),
        costNanoUsd: row.cost_nano_usd,
        latencyMs: row.latency_ms,
        firstTokenMs: row.first_token_ms,
        score: row.score,
        hasPassed: row.has_passed === null ? null : row.has_passed === 1,
        isUnjudged: row.is_unjudged === 1,
        output: row.output,
        outputCharacters: row.characters,
        finishReason: FinishReason.parse(row.finish_reason),
        toolNames:
          row.tool_calls === null
            ? []
            : ToolCall.array()
                .parse(JSON.parse(row.tool_calls))
                .map(({ name }) => name),
        meanLogProbability: row.mean_log_probability,
        judgeScore: row.judge_score,
        answeredAtMs: row.created_at_ms,
      },
    }))
  }

  /**
   * What a call to a judge took on average, by the ledger since the run began; nulls where none was settled, or one is unpriced.
   *
   * @param modelIds of the judges: what embedding models took for the same run stands under the same purpose
   */
  judgeCall(
    scope: string,
    { sinceMs, modelIds }: { readonly sinceMs: number; readonly modelIds: readonly string[] },
  ): { readonly nanoUsd: number | null; readonly latencyMs: number | null } {
    return this.#judgeCall.get(scope, sinceMs, JSON.stringify(modelIds)) ?? { nanoUsd: null, latencyMs: null }
  }

  /** The newest run of a project that mostly has answers, else the newest that has any; null when none has. */
  newestRunOf(projectId: string): string | null {
    return this.#newestRun.get(projectId) ?? null
  }
}
