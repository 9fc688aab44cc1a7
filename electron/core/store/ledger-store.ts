import type { Database, Statement } from 'better-sqlite3'
import type { JobId, ModelId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'

/** Which cell of a run an attempt belongs to. */
export interface CellRef {
  readonly runNo: number
  readonly rowNo: number
  readonly columnNo: number
  readonly repeatNo: number
}

export interface Reservation {
  readonly jobId: JobId
  /** Whose budget pays: `run:<id>`, `job:<id>`. */
  readonly scope: string
  /** Null for a call that fills no cell. */
  readonly cell: CellRef | null
  /** 1, 2 … of the same logical call. */
  readonly attempt: number
  readonly modelId: ModelId
  readonly isSimulation: boolean
  /** The most that the attempt can cost; null = unpriced. */
  readonly worstNanoUsd: NanoUsd | null
}

export interface BudgetState {
  /** Null = no limit. */
  readonly limitNanoUsd: NanoUsd | null
  readonly settledNanoUsd: NanoUsd
  /** Worst case of what is under way, and of what may have been billed. */
  readonly heldNanoUsd: NanoUsd
}

export interface HeldAttempt {
  readonly cell: CellRef | null
  readonly attempt: number
}

interface ClosedRow {
  readonly scope: string
  readonly reserved_nano_usd: number | null
}

interface HeldRow {
  readonly run_no: number | null
  readonly row_no: number | null
  readonly column_no: number | null
  readonly repeat_no: number | null
  readonly attempt: number
}

const OPEN = `('reserved', 'sent', 'streaming')`
// A stale job that was not dead after all may still settle what recovery had already held.
const CLOSABLE = `('reserved', 'sent', 'streaming', 'unknown')`

/**
 * Every paid attempt: sent → streaming → settled, rejected or unknown, in nano-dollars.
 *
 * The methods that write are called inside a group commit, together with what they pay for. `unknown` keeps its worst
 * case held: the provider may have billed it.
 */
export class LedgerStore {
  readonly #openBudget: Statement<[string, number | null]>
  readonly #budget: Statement<
    [string],
    { limit_nano_usd: number | null; settled_nano_usd: number; held_nano_usd: number }
  >
  readonly #hold: Statement<{ worst: number; scope: string }>
  readonly #insert: Statement
  readonly #stream: Statement<[number]>
  readonly #close: Statement<unknown[], ClosedRow>
  readonly #pay: Statement<[number, number, string]>
  readonly #keep: Statement<[number, number]>
  readonly #keepOfJob: Statement<[number, string], HeldRow>
  readonly #spent: Statement<[number], { amount: number; held: number; unpriced: number }>

  constructor(db: Database) {
    this.#openBudget = db.prepare(`INSERT INTO budget (scope, limit_nano_usd) VALUES (?, ?)
      ON CONFLICT (scope) DO UPDATE SET limit_nano_usd = excluded.limit_nano_usd`)
    this.#budget = db.prepare('SELECT limit_nano_usd, settled_nano_usd, held_nano_usd FROM budget WHERE scope = ?')
    this.#hold = db.prepare(`UPDATE budget SET held_nano_usd = held_nano_usd + @worst WHERE scope = @scope
      AND (limit_nano_usd IS NULL OR settled_nano_usd + held_nano_usd + @worst <= limit_nano_usd)`)
    this.#insert =
      db.prepare(`INSERT INTO ledger (job_id, scope, run_no, row_no, column_no, repeat_no, attempt, model_id,
      is_simulation, state, reserved_nano_usd, sent_at_ms)
      VALUES (@jobId, @scope, @runNo, @rowNo, @columnNo, @repeatNo, @attempt, @modelId, @isSimulation, 'sent',
      @worstNanoUsd, @nowMs)`)
    this.#stream = db.prepare(`UPDATE ledger SET state = 'streaming' WHERE no = ? AND state = 'sent'`)
    this.#close = db.prepare(`UPDATE ledger SET state = ?, amount_nano_usd = ?, is_estimated = ?, closed_at_ms = ?
      WHERE no = ? AND state IN ${CLOSABLE} RETURNING scope, reserved_nano_usd`)
    this.#pay = db.prepare(`UPDATE budget SET held_nano_usd = held_nano_usd - ?, settled_nano_usd = settled_nano_usd + ?
      WHERE scope = ?`)
    this.#keep = db.prepare(`UPDATE ledger SET state = 'unknown', closed_at_ms = ? WHERE no = ? AND state IN ${OPEN}`)
    this.#keepOfJob = db.prepare(`UPDATE ledger SET state = 'unknown', closed_at_ms = ? WHERE job_id = ?
      AND state IN ${OPEN} RETURNING run_no, row_no, column_no, repeat_no, attempt`)
    this.#spent = db.prepare(`SELECT
      COALESCE(SUM(amount_nano_usd), 0) AS amount,
      COALESCE(SUM(CASE WHEN state IN ${CLOSABLE} THEN reserved_nano_usd END), 0) AS held,
      COALESCE(SUM((state = 'settled' AND amount_nano_usd IS NULL) OR
        (state IN ${CLOSABLE} AND reserved_nano_usd IS NULL)), 0) AS unpriced
      FROM ledger WHERE sent_at_ms >= ? AND is_simulation = 0`)
  }

  /** Makes the budget or changes its limit; what is spent and held stays. */
  openBudget(scope: string, limitNanoUsd: NanoUsd | null): void {
    this.#openBudget.run(scope, limitNanoUsd)
  }

  budget(scope: string): BudgetState {
    const row = this.#budget.get(scope)
    if (!row) throw new Error(`The budget ${scope} was never opened.`)
    return {
      limitNanoUsd: row.limit_nano_usd,
      settledNanoUsd: row.settled_nano_usd,
      heldNanoUsd: row.held_nano_usd,
    }
  }

  /**
   * Reserves the worst case and records that the attempt is being sent; both are on disk when the commit is.
   *
   * @returns the attempt's number, or null when its worst case does not fit into the budget (nothing was written)
   */
  send(reservation: Reservation, nowMs: number): number | null {
    const worst = reservation.worstNanoUsd ?? 0
    if (this.#hold.run({ worst, scope: reservation.scope }).changes === 0) {
      this.budget(reservation.scope) // a scope without a budget row is a bug, not a refusal
      return null
    }
    const { cell } = reservation
    const { lastInsertRowid } = this.#insert.run({
      jobId: reservation.jobId,
      scope: reservation.scope,
      runNo: cell?.runNo ?? null,
      rowNo: cell?.rowNo ?? null,
      columnNo: cell?.columnNo ?? null,
      repeatNo: cell?.repeatNo ?? null,
      attempt: reservation.attempt,
      modelId: reservation.modelId,
      isSimulation: reservation.isSimulation ? 1 : 0,
      worstNanoUsd: reservation.worstNanoUsd,
      nowMs,
    })
    return Number(lastInsertRowid)
  }

  /** The answer has begun: a crash from here on has surely been billed in part. */
  stream(attemptNo: number): void {
    this.#stream.run(attemptNo)
  }

  /** Books what the attempt really cost; null = unpriced. A second time changes nothing. */
  settle(attemptNo: number, amountNanoUsd: NanoUsd | null, isEstimated: boolean, nowMs: number): void {
    const row = this.#close.get('settled', amountNanoUsd, isEstimated ? 1 : 0, nowMs, attemptNo)
    if (row) this.#pay.run(row.reserved_nano_usd ?? 0, amountNanoUsd ?? 0, row.scope)
  }

  /** The provider took no money, or nothing was sent: the reservation is free again. */
  reject(attemptNo: number, nowMs: number): void {
    const row = this.#close.get('rejected', 0, 0, nowMs, attemptNo)
    if (row) this.#pay.run(row.reserved_nano_usd ?? 0, 0, row.scope)
  }

  /** Sent, and no answer came: the worst case stays held. */
  keep(attemptNo: number, nowMs: number): void {
    this.#keep.run(nowMs, attemptNo)
  }

  /** `keep` for all that a dead job had under way. */
  keepOpenOf(jobId: JobId, nowMs: number): readonly HeldAttempt[] {
    return this.#keepOfJob.all(nowMs, jobId).map((row) => ({
      attempt: row.attempt,
      cell:
        row.run_no === null || row.row_no === null || row.column_no === null || row.repeat_no === null
          ? null
          : { runNo: row.run_no, rowNo: row.row_no, columnNo: row.column_no, repeatNo: row.repeat_no },
    }))
  }

  /** Real money since then; the sandbox models' example prices do not count. */
  spentSince(sinceMs: number): { nanoUsd: NanoUsd; hasUnpriced: boolean; heldNanoUsd: NanoUsd } {
    const row = this.#spent.get(sinceMs)
    return { nanoUsd: row?.amount ?? 0, hasUnpriced: (row?.unpriced ?? 0) > 0, heldNanoUsd: row?.held ?? 0 }
  }
}
