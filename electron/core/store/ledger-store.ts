import type { Database, Statement } from 'better-sqlite3'
import { type CallTag, tagsOfModelCall } from '../../../shared/domain/call-tag.ts'
import type { JobId, ModelId, ProjectId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { dayOf } from './budget-days.ts'
import type { BudgetRuleStore } from './budget-rule-store.ts'
import type { BudgetState, BudgetStore, Charge } from './budget-store.ts'
import { TagSetStore } from './tag-set-store.ts'

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
  /** Whose budget pays as well; with the day's and the month's, unless the call is simulated. */
  readonly projectId: ProjectId
  /** Null for a call that fills no cell. */
  readonly cell: CellRef | null
  /** 1, 2 … of the same logical call. */
  readonly attempt: number
  readonly modelId: ModelId
  readonly isSimulation: boolean
  /** The most that the attempt can cost; null = unpriced. */
  readonly worstNanoUsd: NanoUsd | null
  /** Absent = an answer. */
  readonly purpose?: 'answer' | 'judge'
  /** What it is for; absent = nothing is known. */
  readonly tags?: readonly CallTag[]
}

/** A reservation that a budget would not bear. */
export interface Refusal {
  readonly refusedBy: string
}

export interface HeldAttempt {
  readonly cell: CellRef | null
  readonly attempt: number
}

interface ClosedRow {
  readonly model_id: ModelId
  readonly scope: string
  readonly project_id: ProjectId | null
  readonly day: string | null
  readonly tag_set_no: number | null
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
  readonly #budgets: BudgetStore
  readonly #rules: BudgetRuleStore
  readonly #tagSets: TagSetStore
  readonly #insert: Statement
  readonly #stream: Statement<[number]>
  readonly #close: Statement<unknown[], ClosedRow>
  readonly #keep: Statement<[number, number]>
  readonly #keepOfJob: Statement<[number, string], HeldRow>
  readonly #isOpen: Statement<{ scope: string; sinceMs: number }, { no: number }>
  readonly #worstOfHeld: Statement<[number], { worst: number | null; unpriced: number }>
  readonly #spent: Statement<[number], { amount: number; held: number; unpriced: number }>

  constructor(db: Database, { budgets, rules }: { readonly budgets: BudgetStore; readonly rules: BudgetRuleStore }) {
    this.#budgets = budgets
    this.#rules = rules
    this.#tagSets = new TagSetStore(db)
    this.#insert =
      db.prepare(`INSERT INTO ledger (job_id, scope, project_id, day, run_no, row_no, column_no, repeat_no, attempt,
      model_id, is_simulation, state, reserved_nano_usd, sent_at_ms, purpose,
      tag_set_no) VALUES (@jobId, @scope, @projectId, @day, @runNo, @rowNo, @columnNo, @repeatNo, @attempt, @modelId, @isSimulation, 'sent',
      @worstNanoUsd, @nowMs, @purpose, @tagSetNo)`)
    this.#stream = db.prepare(`UPDATE ledger SET state = 'streaming' WHERE no = ? AND state = 'sent'`)
    this.#close = db.prepare(`UPDATE ledger SET state = ?, amount_nano_usd = ?, is_estimated = ?, closed_at_ms = ?
      WHERE no = ? AND state IN ${CLOSABLE} RETURNING model_id, scope, project_id, day, tag_set_no, reserved_nano_usd`)
    this.#keep = db.prepare(`UPDATE ledger SET state = 'unknown', closed_at_ms = ? WHERE no = ? AND state IN ${OPEN}`)
    this.#keepOfJob = db.prepare(`UPDATE ledger SET state = 'unknown', closed_at_ms = ? WHERE job_id = ?
      AND state IN ${OPEN} RETURNING run_no, row_no, column_no, repeat_no, attempt`)
    // By the index of open attempts, of which there are never many more than calls under way.
    this.#isOpen = db.prepare(`SELECT no FROM ledger INDEXED BY ledger_open WHERE state IN ${OPEN} AND
      sent_at_ms >= @sinceMs AND (scope = @scope OR 'project:' || project_id = @scope OR 'day:' || day = @scope
      OR 'week:' || date(day, 'weekday 0', '-6 days') = @scope OR 'month:' || substr(day, 1, 7) = @scope)
      AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.id = ledger.job_id) LIMIT 1`)
    this.#worstOfHeld = db.prepare(`SELECT SUM(worst) AS worst, COALESCE(SUM(worst IS NULL), 0) AS unpriced FROM
      (SELECT MAX(l.reserved_nano_usd) AS worst FROM ledger l INDEXED BY ledger_unknown JOIN cell c USING
        (run_no, row_no, column_no, repeat_no)
      WHERE l.run_no = ? AND l.state = 'unknown' AND c.state = 'failed' AND c.may_have_been_billed = 1
      GROUP BY l.row_no, l.column_no, l.repeat_no)`)
    this.#spent = db.prepare(`SELECT
      COALESCE(SUM(amount_nano_usd), 0) AS amount,
      COALESCE(SUM(CASE WHEN state IN ${CLOSABLE} THEN reserved_nano_usd END), 0) AS held,
      COALESCE(SUM((state = 'settled' AND amount_nano_usd IS NULL) OR
        (state IN ${CLOSABLE} AND reserved_nano_usd IS NULL)), 0) AS unpriced
      FROM ledger WHERE sent_at_ms >= ? AND is_simulation = 0`)
  }

  /** Makes a run's or a job's budget or changes its limit; what is spent and held stays. */
  openBudget(scope: string, limitNanoUsd: NanoUsd | null): void {
    this.#budgets.open(scope, limitNanoUsd)
  }

  /** See BudgetStore.state. */
  budget(scope: string): BudgetState {
    return this.#budgets.state(scope)
  }

  /** Every budget that an attempt would be charged to, by the rules of now. */
  scopesOf(reservation: Reservation, nowMs: number): readonly string[] {
    return this.#budgets.scopesOf(chargeOf(reservation, nowMs))
  }

  /**
   * Reserves the worst case and records that the attempt is being sent; both are on disk when the commit is.
   *
   * @returns the attempt's number, or the budget that would not bear its worst case (nothing was written then)
   */
  send(reservation: Reservation, nowMs: number): number | Refusal {
    const { cell } = reservation
    const charge = chargeOf(reservation, nowMs)
    const refusedBy = this.#budgets.hold(charge, reservation.worstNanoUsd)
    if (refusedBy !== null) return { refusedBy }
    const { lastInsertRowid } = this.#insert.run({
      purpose: reservation.purpose ?? 'answer',
      scope: charge.scope,
      projectId: charge.projectId,
      day: charge.day,
      tagSetNo: reservation.isSimulation ? null : this.#tagSets.numberOf(storedTags(reservation)),
      jobId: reservation.jobId,
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

  /**
   * Whether an attempt of any process that was sent since then is still under way in a scope. Requests of batches do not
   * count: they are open for hours, and nobody waits for their money.
   */
  isOpen(scope: string, sinceMs: number): boolean {
    if (scope.startsWith('rule:')) return this.#rules.isOpen(scope, sinceMs)
    return this.#isOpen.get({ scope, sinceMs }) !== undefined
  }

  /** The answer has begun: a crash from here on has surely been billed in part. */
  stream(attemptNo: number): void {
    this.#stream.run(attemptNo)
  }

  /** Books what the attempt really cost; null = unpriced. A second time changes nothing. */
  settle(attemptNo: number, amountNanoUsd: NanoUsd | null, isEstimated: boolean, nowMs: number): void {
    const row = this.#close.get('settled', amountNanoUsd, isEstimated ? 1 : 0, nowMs, attemptNo)
    if (row) this.#budgets.pay(this.#chargeOf(row), row.reserved_nano_usd ?? 0, amountNanoUsd ?? 0)
  }

  /** The provider took no money, or nothing was sent: the reservation is free again. */
  reject(attemptNo: number, nowMs: number): void {
    const row = this.#close.get('rejected', 0, 0, nowMs, attemptNo)
    if (row) this.#budgets.pay(this.#chargeOf(row), row.reserved_nano_usd ?? 0, 0)
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

  /** What asking a run's held cells once more may cost at worst; null when one of them is unpriced. */
  worstOfHeldCells(runNo: number): NanoUsd | null {
    const row = this.#worstOfHeld.get(runNo)
    return !row || row.unpriced > 0 ? null : (row.worst ?? 0)
  }

  /** Real money since then; the sandbox models' example prices do not count. */
  spentSince(sinceMs: number): { nanoUsd: NanoUsd; hasUnpriced: boolean; heldNanoUsd: NanoUsd } {
    const row = this.#spent.get(sinceMs)
    return { nanoUsd: row?.amount ?? 0, hasUnpriced: (row?.unpriced ?? 0) > 0, heldNanoUsd: row?.held ?? 0 }
  }

  #chargeOf({ model_id: modelId, scope, project_id: projectId, day, tag_set_no: tagSetNo }: ClosedRow): Charge {
    const tags = tagSetNo === null ? [] : this.#tagSets.tagsOf(tagSetNo)
    return { scope, projectId, day, tags: tagsOfModelCall(modelId, tags) }
  }
}

/** Simulated calls are charged to their own budget only. */
function chargeOf({ scope, projectId, modelId, isSimulation, tags = [] }: Reservation, nowMs: number): Charge {
  return isSimulation
    ? { scope, projectId: null, day: null, tags: [] }
    : { scope, projectId, day: dayOf(nowMs), tags: tagsOfModelCall(modelId, tags) }
}

/** Without the provider's, which the model tells. */
function storedTags({ tags = [] }: Reservation): readonly CallTag[] {
  return [...new Set(tags)].sort()
}
