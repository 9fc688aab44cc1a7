import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'

export interface Migration {
  /** 1, 2, 3 … without a gap: its place in the list. */
  readonly id: number
  readonly name: string
  readonly sql: string
}

export interface MigrateOptions {
  /** Named in messages. */
  readonly path: string
  readonly now: () => number
  /** Called once before an existing library is changed. */
  readonly backUp: () => void
}

interface AppliedRow {
  readonly id: number
  readonly name: string
  readonly sha256: string
}

/**
 * Brings a library to the newest schema: forward only, each step in a transaction of its own; a new one in a single one.
 *
 * @throws AppError `conflict` when the library comes from a newer build, or its history is not ours
 */
export function migrate(db: Database, migrations: readonly Migration[], options: MigrateOptions): void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS migration ' +
      '(id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  )
  const readApplied = db.prepare<[], AppliedRow>('SELECT id, name, sha256 FROM migration ORDER BY id')
  const record = db.prepare('INSERT INTO migration (id, name, sha256, applied_at) VALUES (?, ?, ?, ?)')
  const before = readApplied.all()
  checkHistory(before, migrations, options.path)
  if (before.length > 0 && before.length < migrations.length) options.backUp()
  const apply = (step: Migration) => {
    // Another process may have taken the same step while this one waited for the lock.
    const applied = readApplied.all()
    checkHistory(applied, migrations, options.path)
    if (applied.length >= step.id) return
    db.exec(step.sql)
    record.run(step.id, step.name, sha256(step.sql), new Date(options.now()).toISOString())
  }
  const pending = migrations.slice(before.length)
  // A new library appears as a whole, so that a process that starts beside this one never upgrades, and backs up, half of it.
  if (before.length === 0) db.transaction(() => pending.forEach(apply)).immediate()
  else for (const step of pending) db.transaction(() => apply(step)).immediate()
}

/**
 * How many steps a library has had.
 *
 * @throws AppError `conflict` when it comes from a newer build, or its history is not ours
 */
export function countSteps(db: Database, migrations: readonly Migration[], path: string): number {
  const applied = db.prepare<[], AppliedRow>('SELECT id, name, sha256 FROM migration ORDER BY id').all()
  checkHistory(applied, migrations, path)
  return applied.length
}

function checkHistory(applied: readonly AppliedRow[], migrations: readonly Migration[], path: string): void {
  for (const [index, row] of applied.entries()) {
    const known = migrations[index]
    if (known === undefined) {
      throw new AppError(
        'conflict',
        `The library ${path} was written by a newer Pithy (step ${row.id}, "${row.name}"). Nothing was changed. ` +
          'Update Pithy, or choose another library by --library PATH.',
      )
    }
    if (known.id !== row.id || known.name !== row.name || sha256(known.sql) !== row.sha256) {
      throw new AppError(
        'conflict',
        `The library ${path} has a history that this build does not know (step ${row.id}, "${row.name}"). Nothing was ` +
          'changed. Open it with the build that wrote it, or choose another library by --library PATH.',
      )
    }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
