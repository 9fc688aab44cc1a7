import { open } from 'node:fs/promises'

/**
 * Brings what is committed to the disk, off the main thread, for a library that commits without waiting for it. A handle of the log
 * harms none of SQLite's locks, which lie on the other two files.
 *
 * @param path of the library
 */
export async function syncLog(path: string): Promise<void> {
  const handle = await open(`${path}-wal`, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
