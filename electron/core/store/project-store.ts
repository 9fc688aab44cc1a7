import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { ProjectId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { Project } from '../../../shared/domain/prompt.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface ProjectRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly is_sample: number
  readonly archived_at: string | null
  readonly created_at: string
  readonly budget_nano_usd: number | null
}

export interface NewProject {
  readonly name: string
  readonly description?: string
  readonly isSample?: boolean
}

export class ProjectStore {
  readonly #clock: StoreClock
  readonly #insert: Statement
  readonly #get: Statement<[string], ProjectRow>
  readonly #list: Statement<[number], ProjectRow>
  readonly #count: Statement<[], number>
  readonly #rename: Statement<[string, string]>
  readonly #archive: Statement<[string | null, string]>
  readonly #setBudget: Statement<[number | null, string]>

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#insert = db.prepare(`INSERT INTO project (id, name, description, is_sample, archived_at, created_at)
      VALUES (@id, @name, @description, @isSample, NULL, @createdAt)`)
    this.#get = db.prepare('SELECT * FROM project WHERE id = ?')
    this.#list = db.prepare('SELECT * FROM project WHERE ? OR archived_at IS NULL ORDER BY created_at, id')
    this.#count = db.prepare<[], number>('SELECT count(*) FROM project').pluck()
    this.#rename = db.prepare('UPDATE project SET name = ? WHERE id = ?')
    this.#archive = db.prepare('UPDATE project SET archived_at = ? WHERE id = ?')
    this.#setBudget = db.prepare('UPDATE project SET budget_nano_usd = ? WHERE id = ?')
  }

  /** Archived ones included: zero only in a library that has just been made. */
  count(): number {
    return this.#count.get() ?? 0
  }

  /** Oldest first. */
  list({ withArchived }: { readonly withArchived: boolean }): Project[] {
    return this.#list.all(withArchived ? 1 : 0).map(toProject)
  }

  /** @throws AppError `not-found` */
  get(id: ProjectId): Project {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no project ${id}.`)
    return toProject(row)
  }

  create({ name, description = '', isSample = false }: NewProject): Project {
    const id = ProjectId.parse(this.#clock.newId())
    this.#insert.run({ id, name, description, isSample: isSample ? 1 : 0, createdAt: this.#clock.nowIso() })
    return this.get(id)
  }

  rename(id: ProjectId, name: string): Project {
    this.#rename.run(name, this.get(id).id)
    return this.get(id)
  }

  setArchived(id: ProjectId, isArchived: boolean): Project {
    this.#archive.run(isArchived ? this.#clock.nowIso() : null, this.get(id).id)
    return this.get(id)
  }

  /** Null = no limit. */
  setBudget(id: ProjectId, budgetNanoUsd: NanoUsd | null): Project {
    this.#setBudget.run(budgetNanoUsd, this.get(id).id)
    return this.get(id)
  }
}

function toProject(row: ProjectRow): Project {
  return Project.parse({
    id: row.id,
    name: row.name,
    description: row.description,
    isSample: row.is_sample === 1,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    budgetNanoUsd: row.budget_nano_usd,
  })
}
