import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ProjectId, PromptId } from '../../../shared/domain/ids.ts'
import { type PartialTexts, PromptPartial } from '../../../shared/domain/partial.ts'
import { withPartialRenamed } from '../../../shared/template/used-partials.ts'
import { PartialHistory } from './partial-history.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface PartialRow {
  readonly id: string
  readonly project_id: string
  readonly name: string
  readonly text: string
  readonly archived_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

export type PartialId = PromptPartial['id']

/** The texts that a project's prompts share. What a run used is kept with the variant, not here. */
export class PartialStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly history: PartialHistory
  readonly #insert: Statement
  readonly #get: Statement<[string], PartialRow>
  readonly #list: Statement<[string, number], PartialRow>
  readonly #texts: Statement<[string], { readonly name: string; readonly text: string }>
  readonly #setText: Statement<[string, string, string]>
  readonly #setName: Statement<[string, string, string]>
  readonly #archive: Statement<[string | null, string]>

  constructor(db: Database, clock: StoreClock) {
    this.#db = db
    this.#clock = clock
    this.history = new PartialHistory(db)
    this.#insert =
      db.prepare(`INSERT INTO prompt_partial (id, project_id, name, text, archived_at, created_at, updated_at)
      VALUES (@id, @projectId, @name, @text, NULL, @now, @now)`)
    this.#get = db.prepare('SELECT * FROM prompt_partial WHERE id = ?')
    this.#list = db.prepare(
      'SELECT * FROM prompt_partial WHERE project_id = ? AND (? OR archived_at IS NULL) ORDER BY name, created_at',
    )
    this.#texts = db.prepare(`SELECT name, text FROM prompt_partial WHERE archived_at IS NULL
      AND project_id = (SELECT project_id FROM prompt WHERE id = ?)`)
    this.#setText = db.prepare('UPDATE prompt_partial SET text = ?, updated_at = ? WHERE id = ?')
    this.#setName = db.prepare('UPDATE prompt_partial SET name = ?, updated_at = ? WHERE id = ?')
    this.#archive = db.prepare('UPDATE prompt_partial SET archived_at = ? WHERE id = ?')
  }

  /** By name. */
  list(projectId: ProjectId, { withArchived }: { readonly withArchived: boolean }): PromptPartial[] {
    return this.#list.all(projectId, withArchived ? 1 : 0).map(toPartial)
  }

  /** @throws AppError `not-found` */
  get(id: PartialId): PromptPartial {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no partial ${id}.`)
    return toPartial(row)
  }

  /** What the partials of a prompt's project say now. */
  textsFor(promptId: PromptId): PartialTexts {
    return Object.fromEntries(this.#texts.all(promptId).map(({ name, text }) => [name, text]))
  }

  /** @throws AppError `conflict` when the project has one of that name */
  create(projectId: ProjectId, name: string, text: string): PromptPartial {
    return this.#write(() => {
      this.#refuseTaken(projectId, name)
      const id = this.#clock.newId() as PartialId // it is made a line below
      const now = this.#clock.nowIso()
      this.#insert.run({ id, projectId, name, text, now })
      this.history.add({ id, text }, Date.parse(now))
      return this.get(id)
    })
  }

  save(id: PartialId, text: string): PromptPartial {
    return this.#write(() => {
      if (this.get(id).text === text) return this.get(id)
      const now = this.#clock.nowIso()
      this.#setText.run(text, now, id)
      this.history.add({ id, text }, Date.parse(now))
      return this.get(id)
    })
  }

  /** Changes the name in the project's other partials too. @throws AppError `conflict` when the name is taken */
  rename(id: PartialId, name: string): PromptPartial {
    return this.#write(() => {
      const { projectId, name: before } = this.get(id)
      if (before === name) return this.get(id)
      this.#refuseTaken(projectId, name)
      this.#setName.run(name, this.#clock.nowIso(), id)
      for (const other of this.list(projectId, { withArchived: true }))
        this.save(other.id, withPartialRenamed(other.text, before, name))
      return this.get(id)
    })
  }

  /** @throws AppError `conflict` when it comes back and its name is taken by now */
  setArchived(id: PartialId, isArchived: boolean): PromptPartial {
    return this.#write(() => {
      const { projectId, name, archivedAt } = this.get(id)
      if (!isArchived && archivedAt !== null) this.#refuseTaken(projectId, name)
      this.#archive.run(isArchived ? this.#clock.nowIso() : null, id)
      return this.get(id)
    })
  }

  #refuseTaken(projectId: ProjectId, name: string): void {
    if (this.list(projectId, { withArchived: false }).every((known) => known.name !== name)) return
    throw new AppError('conflict', `This project has a partial "${name}". Choose another name, or change that one.`)
  }

  #write<T>(change: () => T): T {
    return this.#db.transaction(change).immediate()
  }
}

function toPartial(row: PartialRow): PromptPartial {
  return PromptPartial.parse({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    text: row.text,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  })
}
