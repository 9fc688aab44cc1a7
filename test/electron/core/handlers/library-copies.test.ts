import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { CopyName } from '../../../../shared/domain/library-copy.ts'
import { createTestApp } from '../../../support/temp-app.ts'

async function setUp() {
  const world = await createTestApp()
  onTestFinished(world.close)
  const names = async () => (await world.client.call('projects.list', {})).map(({ name }) => name)
  return { ...world, names }
}

test('a copy is made while the library is in use, is sound, and needs no file beside it', async () => {
  const { client, folder } = await setUp()
  await client.call('projects.create', { name: 'Kept' })
  const copy = await client.call('library.back-up', {})
  expect(copy).toMatchObject({ kind: 'kept', createdAt: '2026-01-02T12:00:00.000Z' })
  expect(readdirSync(join(folder, 'backups'))).toEqual([copy.name])
  const db = new Database(join(folder, 'backups', copy.name), { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.prepare(`SELECT count(*) FROM project WHERE name = 'Kept'`).pluck().get()).toBe(1)
  expect(db.pragma('quick_check', { simple: true })).toBe('ok')
})

test('restoring takes the library back to the copy, keeps the present one, and that can be restored in turn', async () => {
  const { client, names, events, folder, clock } = await setUp()
  const copy = await client.call('library.back-up', {})
  await client.call('projects.create', { name: 'Made later' })
  clock.advance(1000)
  const before = events.length
  const { keptAs } = await client.call('library.restore', { name: copy.name })
  expect(await names()).not.toContain('Made later')
  const told = events.slice(before).filter(({ name }) => name === 'library.changed')
  expect(told[0]).toEqual({ name: 'library.changed', payload: { kind: 'library' } })
  expect(existsSync(keptAs)).toBe(true)
  const copies = await client.call('library.copies', {})
  expect(copies.map(({ kind }) => kind)).toEqual(['replaced', 'kept'])
  clock.advance(1000)
  await client.call('library.restore', { name: copies[0]?.name ?? '' })
  expect(await names()).toContain('Made later')
  expect(readdirSync(folder).filter((name) => /-(wal|shm)$|restoring/.test(name)).length).toBeLessThanOrEqual(2)
})

test('calls that come while a copy is being restored are answered from it', async () => {
  const { client, names } = await setUp()
  const copy = await client.call('library.back-up', {})
  await client.call('projects.create', { name: 'Made later' })
  const restored = client.call('library.restore', { name: copy.name })
  await new Promise((resolve) => setImmediate(resolve))
  const lists = await Promise.all([names(), names()])
  await restored
  expect(lists.map((list) => list.includes('Made later'))).toEqual([false, false])
})

test('nothing changes when a copy is damaged, foreign, from a newer build, or another process has the library open', async () => {
  const { client, names, folder, ports } = await setUp()
  await client.call('projects.create', { name: 'Still here' })
  const copy = await client.call('library.back-up', {})
  const bytes = readFileSync(join(folder, 'backups', copy.name))
  const damaged = bytes.map((byte, index) => (index > 8192 && index < 60_000 ? 0xa5 : byte))
  writeFileSync(join(folder, 'backups', copy.name), damaged)
  await expect(client.call('library.restore', { name: copy.name })).rejects.toThrow(/is damaged/)
  writeFileSync(join(folder, 'backups', copy.name), 'no database')
  await expect(client.call('library.restore', { name: copy.name })).rejects.toThrow(/is not a Pithy library/)
  writeFileSync(join(folder, 'backups', copy.name), bytes)
  const newer = new Database(join(folder, 'backups', copy.name))
  newer.exec(`INSERT INTO migration SELECT max(id) + 1, 'later', 'x', 'x' FROM migration`)
  newer.close()
  await expect(client.call('library.restore', { name: copy.name })).rejects.toThrow(/written by a newer Pithy/)
  writeFileSync(join(folder, 'backups', copy.name), bytes)
  const other = new Database(ports.libraryPath)
  other.prepare('SELECT count(*) FROM project').get()
  await expect(client.call('library.restore', { name: copy.name })).rejects.toThrow(/Another process keeps the library/)
  other.close()
  expect(await names()).toContain('Still here')
  expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([])
})

test.each(['../library.sqlite', '/etc/passwd.sqlite', 'library.sqlite', '..\\a.sqlite', 'a b.sqlite', ''])(
  'a name that is not of a copy opens nothing: %j',
  async (name) => {
    const { client } = await setUp()
    await expect(client.call('library.restore', { name })).rejects.toMatchObject({
      code: CopyName.safeParse(name).success ? 'not-found' : 'bad-input',
    })
  },
)

test('a damaged library is recovered in place, and kept', async () => {
  const { client, names, app, ports } = await setUp()
  await client.call('projects.create', { name: 'Kept' })
  expect(await client.call('library.check', {})).toEqual({ problems: [] })
  const report = await client.call('library.recover', {})
  expect(report).toMatchObject({ incomplete: [], orphans: 0 })
  expect(report.rows).toBeGreaterThan(100)
  expect(await names()).toContain('Kept')
  expect((await client.call('library.copies', {})).map(({ kind }) => kind)).toEqual(['damaged'])
  await app.close()
  expect(existsSync(ports.libraryPath)).toBe(true)
})
