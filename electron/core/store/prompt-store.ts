import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { type ProjectId, PromptId } from '../../../shared/domain/ids.ts'
import { Prompt } from '../../../shared/domain/prompt.ts'
import type { StoreClock } from './sqlite/store-clock.ts'
import type { NewVariant, VariantStore } from './variant-store.ts'

interface PromptRow {
  readonly id: string
  readonly project_id: string
  readonly name: string
  readonly archived_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

export class PromptStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly #variants: VariantStore
  readonly #insert: Statement
  readonly #get: Statement<[string], PromptRow>
  readonly #list: Statement<[string, number], PromptRow>
  readonly #rename: Statement<[string, string, string]>
  readonly #archive: Statement<[string | null, string]>

  constructor(db: Database, clock: StoreClock, variants: VariantStore) {
    this.#db = db
    this.#clock = clock
    this.#variants = variants
    this.#insert = db.prepare(`INSERT INTO prompt (id, project_id, name, archived_at, created_at, updated_at)
      VALUES (@id, @projectId, @name, NULL, @now, @now)`)
    this.#get = db.prepare('SELECT * FROM prompt WHERE id = ?')
    this.#list = db.prepare(
      'SELECT * FROM prompt WHERE project_id = ? AND (? OR archived_at IS NULL) ORDER BY created_at, id',
    )
    this.#rename = db.prepare('UPDATE prompt SET name = ?, updated_at = ? WHERE id = ?')
    this.#archive = db.prepare('UPDATE prompt SET archived_at = ? WHERE id = ?')
  }

  /** Oldest first. */
  list(projectId: ProjectId, { withArchived }: { readonly withArchived: boolean }): Prompt[] {
    return this.#list.all(projectId, withArchived ? 1 : 0).map(toPrompt)
  }

  find(id: PromptId): Prompt | null {
    const row = this.#get.get(id)
    return row ? toPrompt(row) : null
  }

  /** @throws AppError `not-found` */
  get(id: PromptId): Prompt {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no prompt ${id}.`)
    return toPrompt(row)
  }

  /** With its first variant, A: a prompt is never without one. The project must exist. */
  create(projectId: ProjectId, name: string, first: NewVariant): Prompt {
    const create = this.#db.transaction(() => {
      const id = PromptId.parse(this.#clock.newId())
      this.#insert.run({ id, projectId, name, now: this.#clock.nowIso() })
      this.#variants.add(id, first)
      return this.get(id)
    })
    return create.immediate()
  }

  rename(id: PromptId, name: string): Prompt {
    this.#rename.run(name, this.#clock.nowIso(), this.get(id).id)
    return this.get(id)
  }

  setArchived(id: PromptId, isArchived: boolean): Prompt {
    this.#archive.run(isArchived ? this.#clock.nowIso() : null, this.get(id).id)
    return this.get(id)
  }
}

function toPrompt(row: PromptRow): Prompt {
  return Prompt.parse({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  })
}
