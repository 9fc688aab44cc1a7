import { rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { RecoveryReport } from '../../../../shared/domain/library-copy.ts'
import { countSteps, migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { putInPlace, type ReplaceOptions } from './replace-library.ts'
import { salvageTable } from './salvage-table.ts'

/**
 * Makes a new library of every row that can still be read of a damaged one, which is kept among the copies as it is.
 *
 * @throws AppError `damaged` when not even the list of tables can be read: nothing was changed, a copy has to be restored
 */
export function recoverLibrary(options: ReplaceOptions): RecoveryReport {
  const { path, open } = options
  const incoming = `${path}.recovering`
  rmSync(incoming, { force: true })
  const from = openDamaged(options)
  const to = open(incoming)
  try {
    to.pragma('journal_mode = DELETE')
    to.pragma('foreign_keys = OFF')
    migrate(to, stepsOf(from, path), { path: incoming, now: () => options.nowMs, backUp: () => {} })
    const report = to.transaction(() => salvage(from, to))()
    to.close()
    from.close()
    const keptAs = putInPlace(incoming, 'damaged', options) ?? path
    return { ...report, keptAs }
  } finally {
    if (to.open) to.close()
    if (from.open) from.close()
    rmSync(incoming, { force: true })
  }
}

function openDamaged({ path, open }: ReplaceOptions): Database {
  let db: Database | null = null
  try {
    db = open(path, true)
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (cause) {
    db?.close()
    const message = `Nothing can be read of the library ${path}: its first page is damaged. It was left as it is. Restore a copy.`
    throw new AppError('damaged', message, { cause })
  }
}

/** The schema that the damaged library had, so that opening it afterwards upgrades it like any other. */
function stepsOf(from: Database, path: string) {
  try {
    const count = countSteps(from, migrations, path)
    return migrations.slice(0, count === 0 ? migrations.length : count)
  } catch (error) {
    // A newer or foreign history is told; a table that cannot be read is taken for the newest one.
    if (error instanceof AppError) throw error
    return migrations
  }
}

function salvage(from: Database, to: Database): Omit<RecoveryReport, 'keptAs'> {
  // What triggers write is copied as it stands, like everything else.
  const triggers = to
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all()
  for (const { name } of triggers) to.exec(`DROP TRIGGER "${name}"`)
  const tables = to
    .prepare<[], string>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all()
    .filter((name) => name !== 'migration')
  let rows = 0
  const incomplete: string[] = []
  for (const name of tables) {
    const table = salvageTable(from, to, name)
    rows += table.rows
    if (!table.isComplete) incomplete.push(name)
  }
  const orphans = removeOrphans(to)
  for (const { sql } of triggers) to.exec(sql)
  return { rows: rows - orphans, incomplete, orphans }
}

/** Rows whose owner is gone, and then those that belonged to these. */
function removeOrphans(to: Database): number {
  let removed = 0
  for (;;) {
    const violations = to.pragma('foreign_key_check') as { table: string; rowid: number | null; fkid: number }[]
    if (violations.length === 0) return removed
    const before = removed
    for (const { table, rowid, fkid } of violations) {
      removed += rowid === null ? removeWithoutRowid(to, table, fkid) : removeRow(to, table, rowid)
    }
    if (removed === before) return removed
  }
}

function removeRow(to: Database, table: string, rowid: number): number {
  return to.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid).changes
}

/** Such a table names no row: all of those go that the key leads nowhere for. */
function removeWithoutRowid(to: Database, table: string, key: number): number {
  const parts = (
    to.pragma(`foreign_key_list("${table}")`) as { id: number; table: string; from: string; to: string | null }[]
  ).filter(({ id }) => id === key)
  const [owner] = parts
  if (!owner) return 0
  const isOwned = parts.map((part) => `o."${part.to ?? part.from}" = t."${part.from}"`).join(' AND ')
  const isSet = parts.map((part) => `t."${part.from}" IS NOT NULL`).join(' AND ')
  const sql = `DELETE FROM "${table}" AS t WHERE ${isSet} AND NOT EXISTS (SELECT 1 FROM "${owner.table}" AS o WHERE ${isOwned})`
  return to.prepare(sql).run().changes
}
