import type { Database, Statement } from 'better-sqlite3'
import { Settings, type SettingsChange } from '../../../shared/domain/settings.ts'

/** One row per setting, so that two processes which change different ones do not undo each other. */
export class SettingsStore {
  readonly #db: Database
  readonly #defaults: Settings
  readonly #all: Statement<[], { readonly key: string; readonly value: string }>
  readonly #save: Statement<[string, string]>

  constructor(db: Database, defaults: Settings) {
    this.#db = db
    this.#defaults = defaults
    this.#all = db.prepare('SELECT key, value FROM setting')
    this.#save = db.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
  }

  /** What was saved, and the default for the rest and for what an older build stored in a form of its own. */
  get(): Settings {
    const saved: Record<string, unknown> = {}
    for (const { key, value } of this.#all.all()) {
      const one = Settings.partial().safeParse({ [key]: JSON.parse(value) })
      if (one.success) Object.assign(saved, one.data)
    }
    return Settings.parse({ ...this.#defaults, ...saved })
  }

  /** Members that are not given stay as they are. */
  save(change: SettingsChange): Settings {
    const save = this.#db.transaction(() => {
      const { profile, deadlines, ownRules } = this.get()
      const whole = {
        ...change,
        ...(change.profile ? { profile: { ...profile, ...change.profile } } : {}),
        ...(change.deadlines ? { deadlines: { ...deadlines, ...change.deadlines } } : {}),
        ...(change.ownRules ? { ownRules: { ...ownRules, ...change.ownRules } } : {}),
      }
      for (const [key, value] of Object.entries(whole)) {
        if (value !== undefined) this.#save.run(key, JSON.stringify(value))
      }
      return this.get()
    })
    return save.immediate()
  }
}
