import { setTimeout } from 'node:timers/promises'
import type BetterSqlite3 from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import { backUp } from '../library/back-up.ts'
import { copiesToRestore } from '../library/library-copies.ts'
import { type Migration, migrate } from '../migrate.ts'
import { BUSY_TIMEOUT_MS, loadSqlite } from './load-sqlite.ts'
import { codeOf, toStoreError } from './store-error.ts'

/** "PTHY"; set by the first migration. */
export const APPLICATION_ID = 1347700825
/** Up to 3.51.2, two processes that write and checkpoint at once can damage a WAL file (sqlite.org/wal.html#walresetbug). */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const

export interface OpenDatabaseOptions {
  readonly now: () => number
  readonly migrations: readonly Migration[]
  /** Path of better-sqlite3's binary; null = its own. */
  readonly nativeBinding: string | null
}

/**
 * Opens the library file, makes it if it is not there, and brings it to the newest schema.
 *
 * @throws AppError `conflict`, naming the path, when the file is damaged, foreign or from a newer build; it is left as it is
 */
export async function openDatabase(path: string, options: OpenDatabaseOptions): Promise<BetterSqlite3.Database> {
  const open = await loadSqlite(options.nativeBinding)
  let db: BetterSqlite3.Database | null = null
  try {
    db = open(path)
    refuseOldSqlite(db)
    refuseForeignFile(db, path)
    await keepLogBeside(db)
    setPragmas(db)
    migrateWith(db)
    return db
  } catch (error) {
    db?.close()
    // What copies were made of was a library once.
    if (codeOf(error).startsWith('SQLITE_NOTADB') && copiesToRestore(path).length > 0) throw headless(path, error)
    throw toStoreError(error, path)
  }

  function migrateWith(opened: BetterSqlite3.Database): void {
    const openCopy = (file: string) => open(file, true)
    const { migrations, now } = options
    migrate(opened, migrations, { path, now, backUp: () => backUp(opened, { path, now, openCopy }) })
  }
}

function headless(path: string, cause: unknown): AppError {
  const message =
    `The library ${path} is damaged: its first page is gone. It was left as it is. ` +
    'Copies are in the folder "backups" beside it; the command "pithy library copies" lists them.'
  return new AppError('damaged', message, { cause })
}

function refuseOldSqlite(db: BetterSqlite3.Database): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  const parts = version.split('.').map(Number)
  for (const [index, least] of OLDEST_SAFE_SQLITE.entries()) {
    const part = parts[index] ?? 0
    if (part > least) return
    if (part < least) {
      throw new AppError('conflict', `SQLite ${version} can damage a shared library; 3.51.3 or newer is needed.`)
    }
  }
}

/** Before any pragma that writes, so that another application's database stays as it is. */
function refuseForeignFile(db: BetterSqlite3.Database, path: string): void {
  const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE name <> 'migration'`).pluck().all()
  if (tables.length === 0 || db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
  throw new AppError(
    'conflict',
    `The file ${path} is a database of another application. Nothing was changed. Choose another by --library PATH.`,
  )
}

const RETRY_MS = 20

/** SQLite waits for nobody when it changes the journal mode: of processes that make one library together all but one would fail. */
async function keepLogBeside(db: BetterSqlite3.Database): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      db.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || waitedMs >= BUSY_TIMEOUT_MS) throw error
      await setTimeout(RETRY_MS)
    }
  }
}

function setPragmas(db: BetterSqlite3.Database): void {
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  // better-sqlite3 is compiled with NORMAL for WAL, which loses acknowledged commits at a power cut.
  db.pragma('synchronous = FULL')
  db.pragma('checkpoint_fullfsync = ON')
  db.pragma('foreign_keys = ON')
  db.pragma('journal_size_limit = 67108864')
  // Much later than the Checkpointer's, which keeps them off this thread.
  db.pragma('wal_autocheckpoint = 16000')
}
