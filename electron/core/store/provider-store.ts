import type { Database, Statement } from 'better-sqlite3'
import { ProviderId } from '../../../shared/domain/ids.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface ProviderRow {
  readonly id: string
  readonly label: string
  readonly base_url: string | null
  readonly needs_key: number
  readonly max_concurrency: number
  readonly requests_per_minute: number | null
  readonly tokens_per_minute: number | null
}

/** A provider as the user set it: one of their own, or a shipped one with changes. */
export interface SavedProvider {
  readonly id: ProviderId
  readonly label: string
  readonly baseUrl: string | null
  readonly needsKey: boolean
  readonly maxConcurrency: number
  /** The user's own limits; null = none but what the provider says. */
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
}

export class ProviderStore {
  readonly #clock: StoreClock
  readonly #list: Statement<[], ProviderRow>
  readonly #save: Statement
  readonly #remove: Statement<[string]>

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#list = db.prepare('SELECT * FROM provider ORDER BY id')
    this.#save = db.prepare(`INSERT INTO provider (id, label, base_url, needs_key, max_concurrency,
      requests_per_minute, tokens_per_minute, updated_at)
      VALUES (@id, @label, @baseUrl, @needsKey, @maxConcurrency, @requestsPerMinute, @tokensPerMinute, @now)
      ON CONFLICT (id) DO UPDATE SET label = excluded.label, base_url = excluded.base_url, needs_key = excluded.needs_key,
      max_concurrency = excluded.max_concurrency, requests_per_minute = excluded.requests_per_minute,
      tokens_per_minute = excluded.tokens_per_minute, updated_at = excluded.updated_at`)
    this.#remove = db.prepare('DELETE FROM provider WHERE id = ?')
  }

  list(): SavedProvider[] {
    return this.#list.all().map(toProvider)
  }

  save({ id, label, baseUrl, needsKey, maxConcurrency, requestsPerMinute, tokensPerMinute }: SavedProvider): void {
    const now = this.#clock.nowIso()
    const limits = { maxConcurrency, requestsPerMinute, tokensPerMinute }
    this.#save.run({ id, label, baseUrl, needsKey: needsKey ? 1 : 0, ...limits, now })
  }

  remove(id: ProviderId): void {
    this.#remove.run(id)
  }
}

function toProvider(row: ProviderRow): SavedProvider {
  return {
    id: ProviderId.parse(row.id),
    label: row.label,
    baseUrl: row.base_url,
    needsKey: row.needs_key === 1,
    maxConcurrency: row.max_concurrency,
    requestsPerMinute: row.requests_per_minute,
    tokensPerMinute: row.tokens_per_minute,
  }
}
