import type { Database, Statement } from 'better-sqlite3'
import { CaseId } from '../../../shared/domain/ids.ts'
import type { PersonLabel } from '../../../shared/verdict/join-labels.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

/** An output of a run that a judge has judged. */
export interface JudgedOutput {
  readonly caseId: CaseId
  readonly rowNo: number
  readonly outputHash: string
  /** As the assertion has it, negation included. */
  readonly hasPassed: boolean
  readonly replyNo: number
  /** The first tag of its case; empty without. */
  readonly tag: string
}

/** What a judge said of one column's outputs, as the assertion has it. */
export interface JudgedColumn {
  readonly columnNo: number
  readonly judged: number
  readonly passed: number
}

interface OutputRow {
  readonly case_id: string
  readonly row_no: number
  readonly hash: string
  readonly passed: number
  readonly reply_no: number
  readonly tag: string | null
}

interface LabelRow {
  readonly output: string
  readonly labeller: string
  readonly judge_passed: number
  readonly human_passed: number
}

/** Labels that humans gave to outputs; kept apart from the scores of judges, which they are held against. */
export class LabelStore {
  readonly #clock: StoreClock
  readonly #outputs: Statement<[string, string, number, number, number], OutputRow>
  readonly #columns: Statement<
    [string, number],
    { readonly column_no: number; readonly judged: number; readonly passed: number }
  >
  readonly #isLabelled: Statement<[string, string], { readonly case_id: string; readonly hash: string }>
  readonly #add: Statement
  readonly #undo: Statement<[string, string]>
  readonly #all: Statement<[string], LabelRow>
  readonly #output: Statement<[number], { readonly output: string }>

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#outputs =
      db.prepare(`SELECT s.case_id, c.row_no, lower(hex(c.output_hash)) AS hash, c.assertions ->> ? AS passed,
      MIN(c.reply_no) AS reply_no, s.content ->> '$.tags[0]' AS tag FROM cell c JOIN snapshot_case s ON s.row_no = c.row_no
      WHERE c.state = 'answered' AND c.assertions ->> ? IS NOT NULL AND c.reply_no IS NOT NULL AND c.run_no = ?
      AND s.snapshot_no = ? AND c.row_no % ? = 0 GROUP BY c.row_no, c.output_hash`)
    this.#columns = db.prepare(`SELECT column_no, COUNT(passed) AS judged, ifnull(SUM(passed), 0) AS passed
      FROM (SELECT column_no, assertions ->> ? AS passed FROM cell WHERE run_no = ? AND state = 'answered')
      GROUP BY column_no`)
    this.#isLabelled = db.prepare(
      'SELECT case_id, lower(hex(output_hash)) AS hash FROM human_label WHERE judge_key = ? AND labeller = ?',
    )
    this.#add =
      db.prepare(`INSERT INTO human_label (judge_key, output_hash, case_id, labeller, judge_passed, human_passed,
      labelled_at) VALUES (@judgeKey, @outputHash, @caseId, @labeller, @judgePassed, @humanPassed, @now)
      ON CONFLICT (judge_key, case_id, output_hash, labeller) DO UPDATE SET human_passed = excluded.human_passed`)
    this.#undo = db.prepare(`DELETE FROM human_label WHERE no = (SELECT max(no) FROM human_label
      WHERE judge_key = ? AND labeller = ?)`)
    this.#all =
      db.prepare(`SELECT case_id || ' ' || lower(hex(output_hash)) AS output, labeller, judge_passed, human_passed
      FROM human_label WHERE judge_key = ? ORDER BY no`)
    this.#output = db.prepare('SELECT output FROM reply WHERE no = ?')
  }

  /**
   * Different outputs of each case, of every column alike.
   *
   * @param every looks at every so many-th case only: 1 = at all
   */
  outputsOf(
    { runNo, snapshotNo, every }: { readonly runNo: number; readonly snapshotNo: number; readonly every: number },
    assertionIndex: number,
  ): readonly JudgedOutput[] {
    const path = pathOf(assertionIndex)
    return this.#outputs.all(path, path, runNo, snapshotNo, every).map((row) => ({
      caseId: CaseId.parse(row.case_id),
      rowNo: row.row_no,
      outputHash: row.hash,
      hasPassed: row.passed === 1,
      replyNo: row.reply_no,
      tag: row.tag ?? '',
    }))
  }

  /** Looks at every cell of the run. */
  judgedOf(runNo: number, assertionIndex: number): readonly JudgedColumn[] {
    return this.#columns
      .all(pathOf(assertionIndex), runNo)
      .map(({ column_no, judged, passed }) => ({ columnNo: column_no, judged, passed }))
  }

  labelledOf(judgeKey: string, labeller: string): ReadonlySet<string> {
    return new Set(this.#isLabelled.all(judgeKey, labeller).map(({ case_id, hash }) => `${case_id} ${hash}`))
  }

  add(label: {
    readonly judgeKey: string
    readonly caseId: CaseId
    readonly outputHash: string
    readonly labeller: string
    readonly judge: boolean
    readonly human: boolean
  }): void {
    this.#add.run({
      judgeKey: label.judgeKey,
      outputHash: Buffer.from(label.outputHash, 'hex'),
      caseId: label.caseId,
      labeller: label.labeller,
      judgePassed: label.judge ? 1 : 0,
      humanPassed: label.human ? 1 : 0,
      now: this.#clock.nowIso(),
    })
  }

  /** Takes that person's last label back. */
  undo(judgeKey: string, labeller: string): void {
    this.#undo.run(judgeKey, labeller)
  }

  /** Oldest first, of everybody. */
  labelsOf(judgeKey: string): readonly PersonLabel[] {
    return this.#all.all(judgeKey).map(({ output, labeller, judge_passed, human_passed }) => ({
      output,
      labeller,
      judge: judge_passed === 1,
      human: human_passed === 1,
    }))
  }

  outputOf(replyNo: number): string {
    return this.#output.get(replyNo)?.output ?? ''
  }
}

function pathOf(assertionIndex: number): string {
  return `$[${Math.trunc(assertionIndex)}].hasPassed`
}
