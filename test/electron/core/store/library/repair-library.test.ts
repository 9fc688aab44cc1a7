import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { keepCopy } from '../../../../../electron/core/store/library/keep-copy.ts'
import { copiesOf, listCopies } from '../../../../../electron/core/store/library/library-copies.ts'
import { repairLibrary } from '../../../../../electron/core/store/library/repair-library.ts'
import { restoreLibrary } from '../../../../../electron/core/store/library/replace-library.ts'
import { openStore } from '../../../../../electron/core/store/open-store.ts'
import { loadSqlite } from '../../../../../electron/core/store/sqlite/load-sqlite.ts'
import { tempFolder } from '../../../../support/fake-ports.ts'
import { storeOptions } from '../../../../support/store-options.ts'

test('a library that a copy replaced because it is damaged is listed as damaged, and never offered as the newest copy', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const path = folder.file('library.sqlite')
  const store = await openStore(path, storeOptions())
  await keepCopy(store.db, { path, nowMs: 1000, open: store.openFile })
  store.close()
  writeFileSync(path, Buffer.alloc(8192, 0xa5))
  await repairLibrary(path, { kind: 'restore' }, 2000)
  expect(listCopies(path).map(({ kind }) => kind)).toEqual(['damaged', 'kept'])
})

test('restoring takes the newest copy that is sound, and names it and those it passed over', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const path = folder.file('library.sqlite')
  const store = await openStore(path, storeOptions())
  const names: string[] = []
  for (const nowMs of [1000, 2000, 3000]) {
    store.projects.create({ name: `Before ${nowMs}` })
    names.push((await keepCopy(store.db, { path, nowMs, open: store.openFile })).name)
  }
  store.close()
  const [oldest = '', middle = '', newest = ''] = names
  const inCopies = (name: string) => `${copiesOf(path).folder}/${name}`
  truncateSync(inCopies(newest), 8192)
  writeFileSync(inCopies(middle), 'no database')
  writeFileSync(path, Buffer.alloc(8192, 0xa5))

  // Nothing is left of its header, but it has copies: it was a library.
  await expect(openStore(path, storeOptions())).rejects.toMatchObject({ code: 'damaged' })
  const done = await repairLibrary(path, { kind: 'restore' }, 4000)
  expect(done).toContain(`(${oldest}) took the library's place. Newer ones cannot be used: ${newest}, ${middle}.`)
  const restored = await openStore(path, storeOptions())
  expect(restored.projects.list({ withArchived: false }).map(({ name }) => name)).toContain('Before 1000')
  restored.close()
})

test('where no copy is sound, restoring says so and leaves the library as it is', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const path = folder.file('library.sqlite')
  writeFileSync(path, Buffer.alloc(8192, 0xa5))
  await expect(repairLibrary(path, { kind: 'restore' }, 1)).rejects.toThrow(/There is no copy of the library in/)
  const store = await openStore(folder.file('other.sqlite'), storeOptions())
  const { name } = await keepCopy(store.db, { path, nowMs: 1000, open: store.openFile })
  store.close()
  truncateSync(`${copiesOf(path).folder}/${name}`, 4096)
  await expect(repairLibrary(path, { kind: 'restore' }, 2)).rejects.toMatchObject({
    code: 'damaged',
    message: expect.stringContaining(`can be used: ${name}. Nothing was changed.`),
  })
  expect(readFileSync(path).every((byte) => byte === 0xa5)).toBe(true)
})

test('restoring a file that is not there makes none, and says so', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const copy = folder.file('typo.sqlite')
  const options = { path: folder.file('library.sqlite'), nowMs: 0, open: await loadSqlite(null) }
  expect(() => restoreLibrary(copy, options)).toThrow(`There is no file ${copy}. Nothing was changed.`)
  expect(existsSync(copy)).toBe(false)
})
