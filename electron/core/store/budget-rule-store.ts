import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { type CallTag, providerOfTag } from '../../../shared/domain/call-tag.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { BudgetRule, type BudgetRuleId } from '../../../shared/domain/spend.ts'
import type { SpendPeriod } from '../../../shared/domain/spend-alert.ts'
import { dayOf, periodScopes } from './budget-days.ts'
import type { Charge } from './budget-store.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

export interface BudgetRuleRow {
  readonly id: string
  readonly project_id: string | null
  readonly tag: string | null
  readonly period: SpendPeriod
  /** The day, week or month in which it was set: what was sent before is not counted. */
  readonly since: string
  readonly limit_nano_usd: number
}

const DAY_MS = 86_400_000
const IS_OF_PLACE = `l.day IS NOT NULL AND (@projectId IS NULL OR l.project_id = @projectId)
  AND (@models IS NULL OR substr(l.model_id, 1, length(@models)) = @models)`

/**
 * The limits that users set for parts of what this application spends. What a rule has borne is counted in its scope of `budget`
 * from the moment on when it is set, and for its first day, week or month out of the ledger.
 */
export class BudgetRuleStore {
  readonly #clock: StoreClock
  readonly #rows: Statement<[], BudgetRuleRow>
  readonly #get: Statement<[string], BudgetRuleRow>
  readonly #change: Statement<[number, string]>
  readonly #isOpen: Statement<unknown[], { no: number }>
  readonly #add: (row: BudgetRuleRow, startDay: string) => void
  readonly #remove: (id: string) => boolean

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#rows = db.prepare('SELECT * FROM budget_rule ORDER BY tag IS NOT NULL, tag, project_id, period, id')
    this.#get = db.prepare('SELECT * FROM budget_rule WHERE id = ?')
    this.#change = db.prepare('UPDATE budget_rule SET limit_nano_usd = ? WHERE id = ?')
    // By the index of open attempts, of which there are never many more than calls under way: only their sets of tags are read.
    this.#isOpen = db.prepare(`SELECT l.no FROM ledger l INDEXED BY ledger_open
      WHERE l.state IN ('reserved', 'sent', 'streaming') AND l.sent_at_ms >= @sinceMs AND ${IS_OF_PLACE}
      AND (@tag IS NULL OR EXISTS (SELECT 1 FROM tag_set s, json_each(s.tags) t WHERE s.no = l.tag_set_no AND t.value = @tag))
      AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.id = l.job_id) LIMIT 1`)
    const insert = db.prepare(`INSERT INTO budget_rule (id, project_id, tag, period, since, limit_nano_usd)
      VALUES (@id, @project_id, @tag, @period, @since, @limit_nano_usd)`)
    const count = db.prepare(`INSERT INTO budget (scope, settled_nano_usd, held_nano_usd)
      SELECT @scope, COALESCE(SUM(l.amount_nano_usd), 0),
        COALESCE(SUM(CASE WHEN l.state NOT IN ('settled', 'rejected') THEN l.reserved_nano_usd END), 0)
      FROM ledger l WHERE l.sent_at_ms >= @fromMs AND l.day >= @startDay AND ${IS_OF_PLACE} AND (@tag IS NULL OR
        l.tag_set_no IN (SELECT s.no FROM tag_set s, json_each(s.tags) t WHERE t.value = @tag))`)
    this.#add = db.transaction((row: BudgetRuleRow, startDay: string) => {
      insert.run(row)
      // A day early: attempts carry the day by the clock of the machine that sent them.
      const fromMs = new Date(`${startDay}T00:00:00`).getTime() - DAY_MS
      count.run({
        scope: `rule:${row.id}:${row.since}`,
        projectId: row.project_id,
        ...aboutTag(row.tag),
        startDay,
        fromMs,
      })
    }).immediate
    const forget = db.prepare("DELETE FROM budget WHERE scope >= 'rule:' || ? || ':' AND scope < 'rule:' || ? || ';'")
    const remove = db.prepare('DELETE FROM budget_rule WHERE id = ?')
    this.#remove = db.transaction((id: string) => {
      forget.run(id, id)
      return remove.run(id).changes > 0
    }).immediate
  }

  rows(): readonly BudgetRuleRow[] {
    return this.#rows.all()
  }

  list(): readonly BudgetRule[] {
    return this.rows().map(toRule)
  }

  /** @throws AppError `not-found` */
  get(id: string): BudgetRule {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no budget ${id}. It may have been removed meanwhile.`)
    return toRule(row)
  }

  /** Null for a scope of anything else, and where the rule is gone. */
  ofScope(scope: string): BudgetRule | null {
    const row = scope.startsWith('rule:') ? this.#get.get(ruleIdOf(scope)) : undefined
    return row === undefined ? null : toRule(row)
  }

  /** Null where the rule is gone. @param scope `rule:<id>:<its day, week or month>` */
  limitOf(scope: string): NanoUsd | null {
    return this.#get.get(ruleIdOf(scope))?.limit_nano_usd ?? null
  }

  /** What its day, week or month has cost already counts. */
  add({ projectId, tag, period, limitNanoUsd }: Omit<BudgetRule, 'id'>, nowMs: number): BudgetRule {
    const id = this.#clock.newId()
    const since = keyOf(period, dayOf(nowMs))
    const row = { id, project_id: projectId, tag, period, since, limit_nano_usd: limitNanoUsd }
    this.#add(row, period === 'month' ? `${since}-01` : since)
    return this.get(id)
  }

  /** @throws AppError `not-found` */
  change(id: BudgetRuleId, limitNanoUsd: NanoUsd): BudgetRule {
    this.#change.run(limitNanoUsd, id)
    return this.get(id)
  }

  /** @throws AppError `not-found` */
  remove(id: BudgetRuleId): void {
    if (!this.#remove(id)) this.get(id)
  }

  /** Whether an attempt of a rule that was sent since then is under way, in any process; those of batches aside. */
  isOpen(scope: string, sinceMs: number): boolean {
    const row = this.#get.get(ruleIdOf(scope))
    if (row === undefined) return false
    return this.#isOpen.get({ sinceMs, projectId: row.project_id, ...aboutTag(row.tag) }) !== undefined
  }
}

export function isOfRule(rule: BudgetRuleRow, { projectId, day, tags }: Omit<Charge, 'scope'>): boolean {
  if (day === null || keyOf(rule.period, day) < rule.since) return false
  return (rule.project_id === null || rule.project_id === projectId) && (rule.tag === null || tags.includes(rule.tag))
}

/** A provider's calls are told by how their models' ids begin, also those of builds that knew no tags. */
function aboutTag(tag: CallTag | null): { readonly tag: CallTag | null; readonly models: string | null } {
  const providerId = tag === null ? null : providerOfTag(tag)
  return providerId === null ? { tag, models: null } : { tag: null, models: `${providerId}/` }
}

/** The scope in which a rule counts what was sent on a day. */
export function ruleScope({ id, period }: Pick<BudgetRuleRow, 'id' | 'period'>, day: string): string {
  return `rule:${id}:${keyOf(period, day)}`
}

function ruleIdOf(scope: string): string {
  return scope.slice('rule:'.length, scope.lastIndexOf(':'))
}

/** The day, week or month of a day, as the scopes of `periodScopes` name it. */
function keyOf(period: SpendPeriod, day: string): string {
  const scope = periodScopes(day).find((name) => name.startsWith(`${period}:`)) ?? ''
  return scope.slice(period.length + 1)
}

function toRule(row: BudgetRuleRow): BudgetRule {
  const { id, project_id: projectId, tag, period, limit_nano_usd: limitNanoUsd } = row
  return BudgetRule.parse({ id, projectId, tag, period, limitNanoUsd })
}
