import type BetterSqlite3 from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'

/** How long a statement waits for another process to release the library. */
export const BUSY_TIMEOUT_MS = 5000

export type OpenFile = (file: string, isReadonly?: boolean) => BetterSqlite3.Database

/**
 * What opens SQLite files. Loaded late: on Node older than 22.12 the addon ends the process without a message.
 *
 * @param nativeBinding path of better-sqlite3's binary; null = its own
 */
export async function loadSqlite(nativeBinding: string | null): Promise<OpenFile> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isElectron = process.versions.electron !== undefined
  if (!isElectron && (major < 22 || (major === 22 && minor < 12))) {
    throw new AppError(
      'conflict',
      `Pithy's library needs Node 22.12 or newer; this is ${process.version}. Start Pithy by npm, which finds a newer one.`,
    )
  }
  const { default: Database } = await import('better-sqlite3')
  return (file, isReadonly = false) =>
    new Database(file, {
      readonly: isReadonly,
      timeout: BUSY_TIMEOUT_MS,
      ...(nativeBinding === null ? {} : { nativeBinding }),
    })
}

/** For an Electron whose Node-API is older than better-sqlite3's binary; plain Node always takes the binary's own. */
export function ownBinding(): string | null {
  return process.versions.electron === undefined ? null : (process.env.PITHY_SQLITE_BINDING ?? null)
}
