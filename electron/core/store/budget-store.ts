import type { Database, Statement } from 'better-sqlite3'
import type { CallTag } from '../../../shared/domain/call-tag.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { periodScopes } from './budget-days.ts'
import { type BudgetRuleRow, type BudgetRuleStore, isOfRule, ruleScope } from './budget-rule-store.ts'

export interface BudgetState {
  /** Null = no limit. */
  readonly limitNanoUsd: NanoUsd | null
  readonly settledNanoUsd: NanoUsd
  /** Worst case of what is under way, and of what may have been billed. */
  readonly heldNanoUsd: NanoUsd
}

/** Who is charged for an attempt. */
export interface Charge {
  /** Whose own budget pays: `run:<id>`, `job:<id>`, `squeeze:<id>`. */
  readonly scope: string
  /** Null for simulated calls, as is the day: they count only for their own budget. */
  readonly projectId: ProjectId | null
  /** YYYY-MM-DD by the clock of this machine. */
  readonly day: string | null
  /** What the call is for: rules may limit it. */
  readonly tags: readonly CallTag[]
}

/** A scope within a group of writes: as it was read, and what the group adds. */
interface GroupedScope {
  readonly before: BudgetState
  held: number
  settled: number
}

interface StateRow {
  readonly limit_nano_usd: number | null
  readonly settled_nano_usd: number
  readonly held_nano_usd: number
}

/**
 * What each scope may spend, has spent and holds. A scope is `run:<id>`, `job:<id>`, `squeeze:<id>`, `day:<YYYY-MM-DD>`,
 * `week:<YYYY-MM-DD of its Monday>`, `month:<YYYY-MM>`, `project:<id>` or `rule:<id>:<its day, week or month>`.
 *
 * Limits of days, weeks, months, projects and rules are read where the user sets them, inside the transaction that reserves, so that
 * they hold at once and in every process.
 */
export class BudgetStore {
  readonly #open: Statement<[string, number | null]>
  readonly #own: Statement<[string], StateRow>
  readonly #setting: Statement<[string], { value: string }>
  readonly #project: Statement<[string], { budget_nano_usd: number | null }>
  readonly #add: Statement<{ scope: string; held: number; settled: number }>
  readonly #running: Statement<[], { scope: string }>
  readonly #rules: BudgetRuleStore
  #group: Map<string, GroupedScope> | null = null
  /** Nobody changes a rule within a group of writes. */
  #groupRules: readonly BudgetRuleRow[] | null = null

  constructor(db: Database, rules: BudgetRuleStore) {
    this.#rules = rules
    this.#open = db.prepare(`INSERT INTO budget (scope, limit_nano_usd) VALUES (?, ?)
      ON CONFLICT (scope) DO UPDATE SET limit_nano_usd = excluded.limit_nano_usd`)
    this.#own = db.prepare('SELECT limit_nano_usd, settled_nano_usd, held_nano_usd FROM budget WHERE scope = ?')
    this.#setting = db.prepare('SELECT value FROM setting WHERE key = ?')
    this.#project = db.prepare('SELECT budget_nano_usd FROM project WHERE id = ?')
    this.#add = db.prepare(`INSERT INTO budget (scope, held_nano_usd, settled_nano_usd) VALUES (@scope, @held, @settled)
      ON CONFLICT (scope) DO UPDATE SET held_nano_usd = held_nano_usd + excluded.held_nano_usd,
        settled_nano_usd = settled_nano_usd + excluded.settled_nano_usd`)
    this.#running = db.prepare(`SELECT b.scope FROM run JOIN budget b ON b.scope = 'run:' || run.id
      WHERE run.state = 'running' AND b.limit_nano_usd IS NOT NULL ORDER BY run.no`)
  }

  /**
   * Reads each scope once and writes it once for all that `writes` holds and pays: the five scopes of a call else take a third of
   * the time of storing it. Must run inside one write transaction, so that nobody else changes a scope meanwhile.
   */
  together<T>(writes: () => T): T {
    this.#group = new Map()
    try {
      const result = writes()
      this.#writeGroup()
      return result
    } finally {
      this.#group = null
      this.#groupRules = null
    }
  }

  /** Makes a run's or a job's budget or changes its limit; what is spent and held stays. */
  open(scope: string, limitNanoUsd: NanoUsd | null): void {
    this.#writeGroup()
    this.#open.run(scope, limitNanoUsd)
  }

  /** @throws Error for a run or a job whose budget was never opened */
  state(scope: string): BudgetState {
    const grouped = this.#grouped(scope)
    if (!grouped) return this.#read(scope)
    const { before, held, settled } = grouped
    return {
      limitNanoUsd: before.limitNanoUsd,
      settledNanoUsd: before.settledNanoUsd + settled,
      heldNanoUsd: before.heldNanoUsd + held,
    }
  }

  #read(scope: string): BudgetState {
    const row = this.#own.get(scope)
    const isOwn = /^(run|job|squeeze):/.test(scope)
    if (isOwn && !row) throw new Error(`The budget ${scope} was never opened.`)
    return {
      limitNanoUsd: isOwn ? (row?.limit_nano_usd ?? null) : this.#limitOf(scope),
      settledNanoUsd: row?.settled_nano_usd ?? 0,
      heldNanoUsd: row?.held_nano_usd ?? 0,
    }
  }

  /**
   * Holds the worst case in every scope of the charge, or in none.
   *
   * @param worstNanoUsd null = unpriced: fits only where there is no limit
   * @returns the scope that would not bear it; null when it is held
   */
  hold(charge: Charge, worstNanoUsd: NanoUsd | null): string | null {
    const scopes = this.scopesOf(charge)
    const refusing = scopes.find((scope) => !this.#bears(scope, worstNanoUsd))
    if (refusing !== undefined) return refusing
    for (const scope of scopes) this.#change(scope, worstNanoUsd ?? 0, 0)
    return null
  }

  /** Gives back what was held and books what was paid. */
  pay(charge: Charge, heldNanoUsd: NanoUsd, paidNanoUsd: NanoUsd): void {
    for (const scope of this.scopesOf(charge)) this.#change(scope, -heldNanoUsd, paidNanoUsd)
  }

  /** Every scope that a charge counts for, its own first; simulated calls count for no rule. */
  scopesOf(charge: Charge): string[] {
    const { scope, projectId, day } = charge
    const scopes = [scope]
    if (projectId !== null) scopes.push(`project:${projectId}`)
    if (day === null) return scopes
    scopes.push(...periodScopes(day))
    for (const rule of this.#rulesNow()) if (isOfRule(rule, charge)) scopes.push(ruleScope(rule, day))
    return scopes
  }

  #rulesNow(): readonly BudgetRuleRow[] {
    if (this.#group === null) return this.#rules.rows()
    this.#groupRules ??= this.#rules.rows()
    return this.#groupRules
  }

  /** The budgets of runs that are under way and have a limit. */
  runningScopes(): readonly string[] {
    return this.#running.all().map(({ scope }) => scope)
  }

  #change(scope: string, held: number, settled: number): void {
    const grouped = this.#grouped(scope)
    if (!grouped) return void this.#add.run({ scope, held, settled })
    grouped.held += held
    grouped.settled += settled
  }

  #grouped(scope: string): GroupedScope | null {
    if (this.#group === null) return null
    const known = this.#group.get(scope)
    if (known) return known
    const grouped = { before: this.#read(scope), held: 0, settled: 0 }
    this.#group.set(scope, grouped)
    return grouped
  }

  #writeGroup(): void {
    for (const [scope, { held, settled }] of this.#group ?? [])
      if (held !== 0 || settled !== 0) this.#add.run({ scope, held, settled })
    this.#group?.clear()
  }

  #bears(scope: string, worstNanoUsd: NanoUsd | null): boolean {
    const { limitNanoUsd, settledNanoUsd, heldNanoUsd } = this.state(scope)
    if (limitNanoUsd === null) return true
    return worstNanoUsd !== null && settledNanoUsd + heldNanoUsd + worstNanoUsd <= limitNanoUsd
  }

  #limitOf(scope: string): NanoUsd | null {
    if (scope.startsWith('rule:')) return this.#rules.limitOf(scope)
    if (scope.startsWith('project:')) return this.#project.get(scope.slice(8))?.budget_nano_usd ?? null
    const value = this.#setting.get(`${scope.slice(0, scope.indexOf(':'))}BudgetNanoUsd`)?.value
    const limit: unknown = value === undefined ? null : JSON.parse(value)
    return typeof limit === 'number' ? limit : null
  }
}
