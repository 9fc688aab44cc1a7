import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openTempStore } from '../../../../support/temp-store.ts'

test('copies a long log into the library in another thread, and leaves none behind when the library is closed', async () => {
  const { store, path } = await openTempStore()
  const { db, commits } = store
  // SQLite's own checkpoints would hide a worker that never comes.
  db.pragma('wal_autocheckpoint = 0')
  db.exec('CREATE TABLE blob (content BLOB)')
  const insert = db.prepare('INSERT INTO blob (content) VALUES (zeroblob(1000000))')
  const log = () => (db.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }])[0]
  for (let copied = 0; copied === 0; copied = log().checkpointed) {
    for (let count = 0; count < 20; count++) await commits.add(() => void insert.run())
    await sleep(1)
  }
  const rows = db.prepare<[], number>('SELECT count(*) FROM blob').pluck().get()
  store.close()
  expect(rows).toBeGreaterThan(0)
  expect(existsSync(`${path}-wal`)).toBe(false)
})
