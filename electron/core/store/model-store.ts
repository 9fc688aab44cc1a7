import type { Database, Statement } from 'better-sqlite3'
import type { ModelId, ProviderId } from '../../../shared/domain/ids.ts'
import { CatalogModel } from '../../../shared/domain/model.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

/** The models that are not shipped: entered by the user, or listed by an endpoint when it was checked. */
export class ModelStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly #list: Statement<[], { readonly content: string }>
  readonly #save: Statement
  readonly #removeUser: Statement<[string]>
  readonly #removeDiscovered: Statement<[string]>

  constructor(db: Database, clock: StoreClock) {
    this.#db = db
    this.#clock = clock
    this.#list = db.prepare('SELECT content FROM model ORDER BY provider_id, id, origin')
    this.#save = db.prepare(`INSERT INTO model (id, origin, provider_id, content, updated_at)
      VALUES (@id, @origin, @providerId, @content, @now)
      ON CONFLICT (id, origin) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at`)
    this.#removeUser = db.prepare(`DELETE FROM model WHERE id = ? AND origin = 'user'`)
    this.#removeDiscovered = db.prepare(`DELETE FROM model WHERE provider_id = ? AND origin = 'discovered'`)
  }

  /** One model can be there twice, with origin `discovered` and `user`. */
  list(): CatalogModel[] {
    return this.#list.all().map(({ content }) => CatalogModel.parse(JSON.parse(content)))
  }

  /** Adds or replaces the user's entry. */
  save(model: CatalogModel): CatalogModel {
    const own: CatalogModel = { ...model, origin: 'user' }
    this.#write(own)
    return own
  }

  /** Takes the user's entry away; false when there was none. */
  remove(id: ModelId): boolean {
    return this.#removeUser.run(id).changes > 0
  }

  /** Saves and takes away many of the user's entries, all or none. */
  replace(models: readonly CatalogModel[], removeIds: readonly ModelId[]): void {
    const replace = this.#db.transaction(() => {
      for (const id of removeIds) this.remove(id)
      for (const model of models) this.save(model)
    })
    replace.immediate()
  }

  /** Replaces what an endpoint listed before. */
  setDiscovered(providerId: ProviderId, models: readonly CatalogModel[]): void {
    const replace = this.#db.transaction(() => {
      this.#removeDiscovered.run(providerId)
      for (const model of models) this.#write({ ...model, providerId, origin: 'discovered' })
    })
    replace.immediate()
  }

  #write(model: CatalogModel): void {
    const { id, origin, providerId } = model
    this.#save.run({ id, origin, providerId, content: JSON.stringify(model), now: this.#clock.nowIso() })
  }
}
