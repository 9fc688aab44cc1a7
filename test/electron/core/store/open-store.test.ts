import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Migration } from '../../../../electron/core/store/migrate.ts'
import { migrations } from '../../../../electron/core/store/migrations/index.ts'
import { openStore, type Store } from '../../../../electron/core/store/open-store.ts'
import { fakeClock, tempFolder } from '../../../support/fake-ports.ts'
import { must } from '../../../support/must.ts'
import { storeOptions } from '../../../support/store-options.ts'
import { openTempStore } from '../../../support/temp-store.ts'

function tempPath(): string {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  return folder.file('library.sqlite')
}

async function open(path: string, changes: Parameters<typeof storeOptions>[0] = {}): Promise<Store> {
  const store = await openStore(path, storeOptions(changes))
  onTestFinished(store.close)
  return store
}

const extra: Migration = { id: migrations.length + 1, name: 'extra', sql: 'CREATE TABLE extra (id TEXT) STRICT' }

describe('openStore', () => {
  it('sets what keeps acknowledged writes through a power cut and a hostile file harmless', async () => {
    const { db } = await open(tempPath())
    const pragma = (name: string) => db.pragma(name, { simple: true })
    expect({
      journal_mode: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      foreign_keys: pragma('foreign_keys'),
      busy_timeout: pragma('busy_timeout'),
      trusted_schema: pragma('trusted_schema'),
      cell_size_check: pragma('cell_size_check'),
    }).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      busy_timeout: 5000,
      trusted_schema: 0,
      cell_size_check: 1,
    })
  })

  it('has only STRICT tables', async () => {
    const { db } = await open(tempPath())
    const loose = db.prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0`).pluck().all()
    expect(loose).toEqual(['sqlite_schema'])
  })

  it('finds everything again after closing, and makes no backup when nothing is upgraded', async () => {
    const path = tempPath()
    const first = await open(path)
    first.projects.create({ name: 'Work' })
    first.close()
    const second = await open(path)
    expect(second.projects.list({ withArchived: false }).map(({ name }) => name)).toEqual(['Work'])
    expect(readdirSync(dirname(path))).not.toContain('backups')
  })

  it('records every migration with its hash', async () => {
    const { db } = await open(tempPath())
    const rows = db.prepare('SELECT id, name, length(sha256) AS hashLength FROM migration ORDER BY id').all()
    expect(rows).toEqual(migrations.map(({ id, name }) => ({ id, name, hashLength: 64 })))
    expect(migrations.map(({ id }) => id)).toEqual(migrations.map((_, index) => index + 1))
  })

  it('copies a library before it upgrades it, and keeps the last five copies', async () => {
    const path = tempPath()
    const clock = fakeClock()
    const foreign = join(dirname(path), 'backups', 'library-two-2020-01-01T00-00-00.000Z-1.sqlite')
    mkdirSync(dirname(foreign))
    writeFileSync(foreign, '')
    const first = await open(path)
    first.projects.create({ name: 'Work' })
    first.close()
    for (let count = 1; count <= 7; count++) {
      clock.advance(1000)
      const more = Array.from({ length: count }, (_, index) => ({
        id: migrations.length + index + 1,
        name: `extra ${index}`,
        sql: `CREATE TABLE extra_${index} (id TEXT) STRICT`,
      }))
      ;(await open(path, { now: clock.now, migrations: [...migrations, ...more] })).close()
    }
    const copies = readdirSync(dirname(foreign)).filter((name) => join(dirname(foreign), name) !== foreign)
    expect(copies).toHaveLength(5)
    expect(readdirSync(dirname(foreign))).toHaveLength(6)
    const newest = new Database(join(dirname(foreign), copies.sort().at(-1) ?? ''), { readonly: true })
    onTestFinished(() => void newest.close())
    expect(newest.prepare('SELECT name FROM project').pluck().all()).toEqual(['Work'])
    expect(newest.prepare('SELECT count(*) FROM migration').pluck().get()).toBe(migrations.length + 6)
  })

  it('refuses a library from a newer build, names its path and leaves it as it is', async () => {
    const path = tempPath()
    ;(await open(path, { migrations: [...migrations, extra] })).close()
    const before = readFileSync(path)
    await expect(open(path)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(path) })
    await expect(open(path)).rejects.toThrow(`written by a newer Pithy (step ${extra.id}, "extra")`)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses a library whose history changed after it was applied', async () => {
    const path = tempPath()
    ;(await open(path, { migrations: [...migrations, extra] })).close()
    const changed = { ...extra, sql: `${extra.sql};` }
    await expect(open(path, { migrations: [...migrations, changed] })).rejects.toThrow(
      'a history that this build does not',
    )
  })

  it('keeps the last good step when a later one fails, and goes on from there', async () => {
    const path = tempPath()
    const broken = { id: extra.id + 1, name: 'broken', sql: 'CREATE TABLE half (id TEXT) STRICT; SELECT nonsense()' }
    await expect(open(path, { migrations: [...migrations, extra, broken] })).rejects.toThrow('nonsense')
    const { db } = await open(path, { migrations: [...migrations, extra] })
    const tables = db.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all()
    expect(tables).toContain('extra')
    expect(tables).not.toContain('half')
  })

  it.each([
    ['text', Buffer.from('name,expected\n'.repeat(1000)), 'conflict', 'is not a Pithy library'],
    ['noise with the header of SQLite', damagedDatabase(), 'damaged', 'is damaged'],
  ])('refuses a file of %s, names its path and leaves it as it is', async (_kind, bytes, code, message) => {
    const path = tempPath()
    writeFileSync(path, bytes)
    const opening = open(path)
    await expect(opening).rejects.toMatchObject({ code, message: expect.stringContaining(path) })
    await expect(opening).rejects.toThrow(message)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })

  it('refuses the database of another application and does not even change its journal mode', async () => {
    const path = tempPath()
    const other = new Database(path)
    other.exec('CREATE TABLE places (url TEXT)')
    other.close()
    const before = readFileSync(path)
    await expect(open(path)).rejects.toThrow(`${path} is a database of another application`)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('says so when the path is a folder', async () => {
    const path = tempPath()
    mkdirSync(path)
    await expect(open(path)).rejects.toThrow(`The library ${path} cannot be opened.`)
  })

  it('serves two stores on one file, each seeing what the other wrote', async () => {
    const { store, path } = await openTempStore()
    const other = await open(path)
    const project = store.projects.create({ name: 'Work' })
    expect(other.projects.get(project.id)).toEqual(project)
    other.settings.save({ theme: 'dark' })
    store.settings.save({ compressModelId: null })
    expect(store.settings.get()).toMatchObject({ theme: 'dark', compressModelId: null })
  })

  it('lets processes that start at the same moment make one library together', async () => {
    const path = tempPath()
    const script = join(import.meta.dirname, '../../../support/write-library.mjs')
    const writers = ['a', 'b', 'c'].map((name) => fork(script, [path, name], { silent: true }))
    onTestFinished(() => {
      for (const writer of writers) writer.kill()
    })
    await Promise.all(writers.map((writer) => once(writer, 'message')))
    for (const writer of writers) writer.send('go')
    const said = writers.map((writer) => text(must(writer.stderr)))
    const ends = await Promise.all(writers.map((writer) => once(writer, 'exit')))
    expect(ends, (await Promise.all(said)).join('')).toEqual(writers.map(() => [0, null]))
    const { db, projects } = await open(path)
    expect(projects.count()).toBe(30)
    expect(db.prepare('SELECT count(*) FROM migration').pluck().get()).toBe(migrations.length)
  })

  it('waits for another process that is making the same library at this moment', async () => {
    const path = tempPath()
    const holder = fork(join(import.meta.dirname, '../../../support/hold-write-lock.mjs'), [path], { silent: true })
    onTestFinished(() => void holder.kill())
    await once(holder, 'message')
    holder.send('release')
    expect((await open(path)).projects.count()).toBe(0)
  })

  it('waits for another process that is writing, instead of failing', async () => {
    const { store, path } = await openTempStore()
    const holder = fork(join(import.meta.dirname, '../../../support/hold-write-lock.mjs'), [path], { silent: true })
    onTestFinished(() => void holder.kill())
    await once(holder, 'message')
    // Sent now, obeyed while the write below waits for the lock.
    holder.send('release')
    expect(store.projects.create({ name: 'Work' }).name).toBe('Work')
  })
})

/** A real header, so that SQLite takes it for a database, over a schema page of noise. */
function damagedDatabase(): Buffer {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE project (id TEXT)')
  const bytes = db.serialize()
  db.close()
  return bytes.fill(0xa5, 100)
}
