import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { SpendLimit, type SpendLimitId } from '../../../shared/domain/spend-alert.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface LimitRow {
  readonly id: string
  readonly project_id: string
  readonly period: string
  readonly tag_name: string | null
  readonly tag_value: string | null
  readonly limit_nano_usd: number
}

/** What usage logs may tell before it is an alert. Hard limits of the application's own calls are the BudgetStore's. */
export class SpendLimitStore {
  readonly #clock: StoreClock
  readonly #list: Statement<[string], LimitRow>
  readonly #get: Statement<[string], LimitRow>
  readonly #add: Statement
  readonly #remove: Statement<[string]>

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#list = db.prepare(`SELECT * FROM usage_limit WHERE project_id = ?
      ORDER BY tag_name IS NOT NULL, tag_name, tag_value, limit_nano_usd`)
    this.#get = db.prepare('SELECT * FROM usage_limit WHERE id = ?')
    this.#add = db.prepare(`INSERT INTO usage_limit (id, project_id, period, tag_name, tag_value, limit_nano_usd)
      VALUES (@id, @projectId, @period, @tagName, @tagValue, @limitNanoUsd)`)
    this.#remove = db.prepare('DELETE FROM usage_limit WHERE id = ?')
  }

  list(projectId: ProjectId): readonly SpendLimit[] {
    return this.#list.all(projectId).map(toLimit)
  }

  add({ projectId, period, tag, limitNanoUsd }: Omit<SpendLimit, 'id'>): SpendLimit {
    const id = this.#clock.newId()
    const [tagName, tagValue] = [tag?.name ?? null, tag?.value ?? null]
    this.#add.run({ id, projectId, period, tagName, tagValue, limitNanoUsd })
    const row = this.#get.get(id)
    if (!row) throw new Error('A limit is there once it is stored.')
    return toLimit(row)
  }

  /** @throws AppError `not-found` */
  remove(id: SpendLimitId): void {
    if (this.#remove.run(id).changes === 0) throw new AppError('not-found', `There is no limit ${id}.`)
  }
}

function toLimit(row: LimitRow): SpendLimit {
  const { tag_name: name, tag_value: value } = row
  return SpendLimit.parse({
    id: row.id,
    projectId: row.project_id,
    period: row.period,
    tag: name === null || value === null ? null : { name, value },
    limitNanoUsd: row.limit_nano_usd,
  })
}
