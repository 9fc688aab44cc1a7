import type { Database, Statement } from 'better-sqlite3'
import { CaseId, type EvalSetId, type ProjectId, type RunId } from '../../../shared/domain/ids.ts'
import { ColumnRef, type SplitStatus, VerdictRule, type VerdictRuleChange } from '../../../shared/domain/verdict.ts'
import type { SplitPlace } from '../../../shared/verdict/assign-split.ts'
import { looksUntilWorn } from '../../../shared/verdict/decide-verdict.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface PlaceRow {
  readonly case_id: string
  readonly part: SplitPlace['part']
  readonly cluster: string
}

interface PlacedRow {
  readonly case_id: string
  readonly position: number
  readonly part: SplitPlace['part'] | null
  readonly cluster: string | null
}

/** A case that a run asked, and where the split has it. */
export interface PlacedCase {
  readonly caseId: CaseId
  readonly position: number
  readonly place: SplitPlace
}

/** What the trials of one column on one case came to. */
export interface CaseFigures {
  readonly rowNo: number
  readonly columnNo: number
  /** Null when a trial failed or was not scored. */
  readonly score: number | null
  readonly costNanoUsd: number | null
  readonly trials: number
  /** A trial was answered and waits for a judge. */
  readonly isUnjudged: boolean
  /** By place in the list of critical assertions asked for; null where one was not judged. */
  readonly critical: readonly (boolean | null)[]
}

interface CaseFigureRow {
  readonly row_no: number
  readonly column_no: number
  readonly trials: number
  readonly score: number | null
  readonly cost: number | null
  readonly unjudged: number
  readonly [critical: `critical_${number}`]: number | null
}

export interface HoldOutLook {
  readonly evalSetId: EvalSetId
  readonly runId: RunId
  readonly baseline: ColumnRef
  readonly candidate: ColumnRef
}

/** How cases are split, who looked at a hold-out, and by which rule a project decides. */
export class VerdictStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly #places: Statement<[string, string, number], PlaceRow>
  readonly #addPlace: Statement<[string, string, string, string]>
  readonly #counts: Statement<[string], { readonly dev: number; readonly hold_out: number }>
  readonly #addLook: Statement<[string, string, string, string, string]>
  readonly #looks: Statement<[string], number>
  readonly #lookNo: Statement<[string, string, string], number>
  readonly #lastBaseline: Statement<[string, string], string>
  readonly #runCases: Statement<[number, number, number], PlacedRow>
  readonly #rule: Statement<[string], { readonly rule: string }>
  readonly #saveRule: Statement<[string, string]>

  constructor(db: Database, clock: StoreClock) {
    this.#db = db
    this.#clock = clock
    this.#places = db.prepare(`SELECT case_id, part, cluster FROM case_place
      WHERE eval_set_id = ? AND case_id > ? ORDER BY case_id LIMIT ?`)
    this.#addPlace = db.prepare(
      'INSERT INTO case_place (case_id, eval_set_id, part, cluster) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    )
    this.#counts =
      db.prepare(`SELECT ifnull(SUM(p.part = 'dev'), 0) AS dev, ifnull(SUM(p.part = 'hold-out'), 0) AS hold_out
      FROM case_place p JOIN eval_case c ON c.id = p.case_id WHERE p.eval_set_id = ? AND c.removed_at IS NULL`)
    this.#addLook = db.prepare(`INSERT INTO hold_out_look (eval_set_id, run_id, baseline, candidate, looked_at)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`)
    this.#looks = db.prepare<[string], number>('SELECT count(*) FROM hold_out_look WHERE eval_set_id = ?').pluck()
    // Which look it was, of its eval set: later ones do not make an earlier one worn.
    this.#lookNo = db
      .prepare<[string, string, string], number>(`SELECT (SELECT count(*) FROM hold_out_look e
        WHERE e.eval_set_id = l.eval_set_id AND e.no <= l.no) FROM hold_out_look l
        WHERE l.run_id = ? AND l.baseline = ? AND l.candidate = ?`)
      .pluck()
    this.#lastBaseline = db
      .prepare<[string, string], string>(
        'SELECT baseline FROM hold_out_look WHERE run_id = ? AND candidate = ? ORDER BY no DESC LIMIT 1',
      )
      .pluck()
    this.#runCases = db.prepare(`SELECT s.case_id, s.position, p.part, p.cluster FROM snapshot_case s
      LEFT JOIN case_place p ON p.case_id = s.case_id
      WHERE s.snapshot_no = ? AND s.row_no >= ? AND s.row_no < ? ORDER BY s.row_no`)
    this.#rule = db.prepare('SELECT rule FROM verdict_rule WHERE project_id = ?')
    this.#saveRule = db.prepare(
      'INSERT INTO verdict_rule (project_id, rule) VALUES (?, ?) ON CONFLICT (project_id) DO UPDATE SET rule = excluded.rule',
    )
  }

  /** Some of the places of an eval set, in the order of the cases' ids; null = from the first. */
  placesAfter(evalSetId: EvalSetId, lastId: string | null, limit: number): readonly [caseId: string, SplitPlace][] {
    return this.#places
      .all(evalSetId, lastId ?? '', limit)
      .map(({ case_id, part, cluster }) => [case_id, { part, cluster }])
  }

  /** A case that has its place by now keeps it. */
  addPlaces(evalSetId: EvalSetId, places: readonly (readonly [caseId: string, SplitPlace])[]): void {
    this.#db
      .transaction(() => {
        for (const [id, { part, cluster }] of places) this.#addPlace.run(id, evalSetId, part, cluster)
      })
      .immediate()
  }

  statusOf(evalSetId: EvalSetId): SplitStatus {
    const counts = this.#counts.get(evalSetId)
    const looks = this.#looks.get(evalSetId) ?? 0
    return {
      devCases: counts?.dev ?? 0,
      holdOutCases: counts?.hold_out ?? 0,
      looks,
      isWorn: looks >= looksUntilWorn,
    }
  }

  /** Looking again at the same pair of the same run tells nothing new, and does not count. */
  recordLook({ evalSetId, runId, baseline, candidate }: HoldOutLook): void {
    this.#addLook.run(evalSetId, runId, columnKey(baseline), columnKey(candidate), this.#clock.nowIso())
  }

  /** Which look at its hold-out the pair was, from 1; null when nobody looked. */
  lookOf(runId: RunId, baseline: ColumnRef, candidate: ColumnRef): number | null {
    return this.#lookNo.get(runId, columnKey(baseline), columnKey(candidate)) ?? null
  }

  /** Against what a column was last confirmed; null when it never was. */
  lastBaselineOf(runId: RunId, candidate: ColumnRef): ColumnRef | null {
    const key = this.#lastBaseline.get(runId, columnKey(candidate))
    if (key === undefined) return null
    const space = key.indexOf(' ')
    return ColumnRef.parse({ variantId: key.slice(0, space), modelId: key.slice(space + 1) })
  }

  ruleOf(projectId: ProjectId): VerdictRule {
    const row = this.#rule.get(projectId)
    return VerdictRule.parse(row ? JSON.parse(row.rule) : {})
  }

  changeRule(projectId: ProjectId, change: VerdictRuleChange): VerdictRule {
    const save = this.#db.transaction(() => {
      const rule = VerdictRule.parse({ ...this.ruleOf(projectId), ...change })
      this.#saveRule.run(projectId, JSON.stringify(rule))
      return rule
    })
    return save.immediate()
  }

  /** By row and column, of the rows from `from` up to but not `to`. */
  caseFigures(
    runNo: number,
    criticalIndexes: readonly number[],
    { from, to }: { readonly from: number; readonly to: number },
  ): readonly CaseFigures[] {
    const critical = criticalIndexes.map((index) => {
      const passed = `assertions ->> '$[${Math.trunc(index)}].hasPassed'`
      return `CASE WHEN COUNT(${passed}) = COUNT(*) THEN MIN(${passed}) END AS critical_${Math.trunc(index)}`
    })
    return this.#db
      .prepare<[number, number, number], CaseFigureRow>(`SELECT row_no, column_no, COUNT(*) AS trials,
        CASE WHEN COUNT(score) = COUNT(*) THEN AVG(score) END AS score,
        CASE WHEN COUNT(cost_nano_usd) = COUNT(*) THEN AVG(cost_nano_usd) END AS cost,
        MAX(score IS NULL AND instr(assertions, '"score":null') > 0) AS unjudged
        ${critical.map((column) => `, ${column}`).join('')}
        FROM cell WHERE run_no = ? AND row_no >= ? AND row_no < ? GROUP BY row_no, column_no`)
      .all(runNo, from, to)
      .map((row) => ({
        rowNo: row.row_no,
        columnNo: row.column_no,
        score: row.score,
        costNanoUsd: row.cost,
        trials: row.trials,
        isUnjudged: row.unjudged === 1,
        critical: criticalIndexes.map((index) => toFlag(row[`critical_${Math.trunc(index)}`])),
      }))
  }

  /** The cases of a run's snapshot from one row up to another, with their places; null when one has none yet. */
  placedCases(
    snapshotNo: number,
    { from, to }: { readonly from: number; readonly to: number },
  ): readonly PlacedCase[] | null {
    const placed = this.#runCases.all(snapshotNo, from, to).flatMap(({ case_id, position, part, cluster }) => {
      const caseId = CaseId.parse(case_id)
      return part === null || cluster === null ? [] : [{ caseId, position, place: { part, cluster } }]
    })
    return placed.length === to - from ? placed : null
  }
}

function toFlag(value: number | null | undefined): boolean | null {
  return value === null || value === undefined ? null : value === 1
}

function columnKey({ variantId, modelId }: ColumnRef): string {
  return `${variantId} ${modelId}`
}
