import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { JobId } from '../../../shared/domain/ids.ts'
import { CatalogModel } from '../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

/** Two columns of a run by their places in it, the lower one left: so that it does not matter which of them is the baseline. */
export interface ColumnPair {
  readonly runNo: number
  readonly leftNo: number
  readonly rightNo: number
}

/** Both columns answered this repeat of this case. */
export interface AnswerPair {
  readonly rowNo: number
  readonly repeatNo: number
  readonly leftHash: Buffer
  readonly rightHash: Buffer
  readonly leftReplyNo: number
  readonly rightReplyNo: number
}

export interface StoredComparison extends ColumnPair {
  readonly no: number
  readonly id: string
  readonly criteria: string
  /** As it was when it was first asked: its prices are the comparison's. */
  readonly judge: CatalogModel
  readonly jobId: JobId | null
  readonly costNanoUsd: NanoUsd
  readonly hasUnpriced: boolean
}

/** What was chosen between two answers, which are named by their hashes. */
export interface PairOutcome extends Pick<AnswerPair, 'rowNo' | 'repeatNo' | 'leftHash' | 'rightHash'> {
  /** Of the right one. */
  readonly outcome: -1 | 0 | 1
  /** Null = both were the same, and nobody was asked. */
  readonly isConsistent: boolean | null
  readonly reason: string
}

export interface BlindChoice extends Pick<AnswerPair, 'rowNo' | 'leftHash' | 'rightHash'> {
  readonly reviewer: string
  readonly outcome: -1 | 0 | 1
}

interface ComparisonRow {
  readonly no: number
  readonly id: string
  readonly run_no: number
  readonly left_no: number
  readonly right_no: number
  readonly criteria: string
  readonly judge: string
  readonly job_id: string | null
  readonly cost_nano_usd: number
  readonly has_unpriced: number
}

interface PairRow {
  readonly row_no: number
  readonly repeat_no: number
  readonly left_hash: Buffer
  readonly right_hash: Buffer
  readonly left_reply_no: number
  readonly right_reply_no: number
}

interface OutcomeRow {
  readonly row_no: number
  readonly repeat_no: number
  readonly left_hash: Buffer
  readonly right_hash: Buffer
  readonly outcome: -1 | 0 | 1
  readonly is_consistent: number | null
  readonly reason: string
}

interface ChoiceRow extends Omit<OutcomeRow, 'repeat_no' | 'is_consistent' | 'reason'> {
  readonly reviewer: string
}

/** What judges and people chose between two columns of a run. */
export class ComparisonStore {
  readonly #clock: StoreClock
  readonly #add: Statement
  readonly #find: Statement<[number, number, number, string, string], ComparisonRow>
  readonly #list: Statement<[number], ComparisonRow>
  readonly #begin: Statement
  readonly #addCost: Statement<[number, number, number]>
  readonly #pairs: Statement<[number, number, number, number, number], PairRow>
  readonly #put: Statement
  readonly #outcomes: Statement<[number], OutcomeRow>
  readonly #output: Statement<[number], string>
  readonly #bytes: Statement<[number, number, number, number], number>
  readonly #choose: Statement
  readonly #choices: Statement<[number, number, number], ChoiceRow>
  readonly #undo: Statement<[number, number, number, string]>

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#add = db.prepare(`INSERT INTO comparison (id, run_no, left_no, right_no, judge_id, criteria, judge,
      created_at) VALUES (@id, @runNo, @leftNo, @rightNo, @judgeId, @criteria, @judge, @now) ON CONFLICT DO NOTHING`)
    this.#find = db.prepare(`SELECT * FROM comparison WHERE run_no = ? AND left_no = ? AND right_no = ?
      AND judge_id = ? AND criteria = ?`)
    this.#list = db.prepare('SELECT * FROM comparison WHERE run_no = ? ORDER BY no')
    // Two windows may start the same one: only the first gets it.
    this.#begin = db.prepare(`UPDATE comparison SET job_id = @jobId WHERE no = @no AND (job_id IS NULL
      OR NOT EXISTS (SELECT 1 FROM job WHERE job.id = comparison.job_id AND job.state = 'running'))`)
    this.#addCost = db.prepare(`UPDATE comparison SET cost_nano_usd = cost_nano_usd + ?,
      has_unpriced = max(has_unpriced, ?) WHERE no = ?`)
    this.#pairs = db.prepare(`SELECT a.row_no, a.repeat_no, a.output_hash AS left_hash, b.output_hash AS right_hash,
      a.reply_no AS left_reply_no, b.reply_no AS right_reply_no FROM cell a
      JOIN cell b ON b.run_no = a.run_no AND b.row_no = a.row_no AND b.column_no = ? AND b.repeat_no = a.repeat_no
      WHERE a.run_no = ? AND a.column_no = ? AND a.row_no >= ? AND a.row_no < ? AND a.state = 'answered'
      AND b.state = 'answered' AND a.reply_no IS NOT NULL AND b.reply_no IS NOT NULL ORDER BY a.row_no, a.repeat_no`)
    this.#put = db.prepare(`INSERT OR REPLACE INTO compared_pair (comparison_no, row_no, repeat_no, left_hash,
      right_hash, outcome, is_consistent, reason)
      VALUES (@no, @rowNo, @repeatNo, @leftHash, @rightHash, @outcome, @isConsistent, @reason)`)
    this.#outcomes = db.prepare(`SELECT row_no, repeat_no, left_hash, right_hash, outcome, is_consistent, reason
      FROM compared_pair WHERE comparison_no = ?`)
    this.#output = db.prepare<[number], string>('SELECT output FROM reply WHERE no = ?').pluck()
    this.#bytes = db
      .prepare<[number, number, number, number], number>(`SELECT (SELECT octet_length(content) FROM snapshot_case
        WHERE snapshot_no = ? AND row_no = ?) + (SELECT octet_length(output) FROM reply WHERE no = ?)
        + (SELECT octet_length(output) FROM reply WHERE no = ?)`)
      .pluck()
    this.#choose = db.prepare(`INSERT OR REPLACE INTO blind_choice (run_no, left_no, right_no, row_no, reviewer,
      left_hash, right_hash, outcome, chosen_at)
      VALUES (@runNo, @leftNo, @rightNo, @rowNo, @reviewer, @leftHash, @rightHash, @outcome, @now)`)
    this.#choices = db.prepare(`SELECT row_no, reviewer, left_hash, right_hash, outcome FROM blind_choice
      WHERE run_no = ? AND left_no = ? AND right_no = ? ORDER BY no`)
    this.#undo = db.prepare(`DELETE FROM blind_choice WHERE no = (SELECT max(no) FROM blind_choice
      WHERE run_no = ? AND left_no = ? AND right_no = ? AND reviewer = ?)`)
  }

  /** The comparison of these columns by this judge with these criteria; made if it is not there. */
  ensure(pair: ColumnPair, { judge, criteria }: { readonly judge: CatalogModel; readonly criteria: string }) {
    const { runNo, leftNo, rightNo } = pair
    const known = { id: this.#clock.newId(), judgeId: judge.id, judge: JSON.stringify(judge), criteria }
    this.#add.run({ runNo, leftNo, rightNo, ...known, now: this.#clock.nowIso() })
    const row = this.find(pair, { judgeId: judge.id, criteria })
    if (!row) throw new AppError('not-found', 'The comparison is gone again.')
    return row
  }

  find(
    { runNo, leftNo, rightNo }: ColumnPair,
    { judgeId, criteria }: { readonly judgeId: string; readonly criteria: string },
  ): StoredComparison | null {
    const row = this.#find.get(runNo, leftNo, rightNo, judgeId, criteria)
    return row ? toComparison(row) : null
  }

  /** Those of a run, oldest first. */
  list(runNo: number): readonly StoredComparison[] {
    return this.#list.all(runNo).map(toComparison)
  }

  /** A job takes it; false when another one has it. */
  begin(no: number, jobId: JobId): boolean {
    return this.#begin.run({ no, jobId }).changes === 1
  }

  /** Called in the commit that settles a call; null = unpriced. */
  addCost(no: number, nanoUsd: NanoUsd | null): void {
    this.#addCost.run(nanoUsd ?? 0, nanoUsd === null ? 1 : 0, no)
  }

  /** What both columns answered, of the rows from `from` up to but not `to`. */
  answersOf(
    { runNo, leftNo, rightNo }: ColumnPair,
    { from, to }: { readonly from: number; readonly to: number },
  ): readonly AnswerPair[] {
    return this.#pairs.all(rightNo, runNo, leftNo, from, to).map((row) => ({
      rowNo: row.row_no,
      repeatNo: row.repeat_no,
      leftHash: row.left_hash,
      rightHash: row.right_hash,
      leftReplyNo: row.left_reply_no,
      rightReplyNo: row.right_reply_no,
    }))
  }

  /** Of both outputs and their case. */
  bytesOf(snapshotNo: number, { rowNo, leftReplyNo, rightReplyNo }: AnswerPair): number {
    return this.#bytes.get(snapshotNo, rowNo, leftReplyNo, rightReplyNo) ?? 0
  }

  outputOf(replyNo: number): string {
    return this.#output.get(replyNo) ?? ''
  }

  put(no: number, { isConsistent, ...pair }: PairOutcome): void {
    this.#put.run({ no, ...pair, isConsistent: isConsistent === null ? null : Number(isConsistent) })
  }

  /** All that were compared, also those whose answers are no longer the run's. */
  outcomesOf(no: number): readonly PairOutcome[] {
    return this.#outcomes.all(no).map((row) => ({
      rowNo: row.row_no,
      repeatNo: row.repeat_no,
      leftHash: row.left_hash,
      rightHash: row.right_hash,
      outcome: row.outcome,
      isConsistent: row.is_consistent === null ? null : row.is_consistent === 1,
      reason: row.reason,
    }))
  }

  choose(pair: ColumnPair, choice: BlindChoice): void {
    this.#choose.run({ ...pair, ...choice, now: this.#clock.nowIso() })
  }

  /** Oldest first. */
  choicesOf({ runNo, leftNo, rightNo }: ColumnPair): readonly BlindChoice[] {
    return this.#choices.all(runNo, leftNo, rightNo).map((row) => ({
      rowNo: row.row_no,
      reviewer: row.reviewer,
      leftHash: row.left_hash,
      rightHash: row.right_hash,
      outcome: row.outcome,
    }))
  }

  /** Takes that person's last choice back. */
  undoChoice({ runNo, leftNo, rightNo }: ColumnPair, reviewer: string): void {
    this.#undo.run(runNo, leftNo, rightNo, reviewer)
  }
}

function toComparison(row: ComparisonRow): StoredComparison {
  return {
    no: row.no,
    id: row.id,
    runNo: row.run_no,
    leftNo: row.left_no,
    rightNo: row.right_no,
    criteria: row.criteria,
    judge: CatalogModel.parse(JSON.parse(row.judge)),
    jobId: row.job_id === null ? null : JobId.parse(row.job_id),
    costNanoUsd: row.cost_nano_usd,
    hasUnpriced: row.has_unpriced === 1,
  }
}
