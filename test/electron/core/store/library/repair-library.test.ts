import { existsSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { keepCopy } from '../../../../../electron/core/store/library/keep-copy.ts'
import { listCopies } from '../../../../../electron/core/store/library/library-copies.ts'
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
  const copy = await keepCopy(store.db, { path, nowMs: 1000, open: store.openFile })
  store.close()
  writeFileSync(path, Buffer.alloc(8192, 0xa5))
  await repairLibrary(path, { kind: 'restore', name: copy.name }, 2000)
  expect(listCopies(path).map(({ kind }) => kind)).toEqual(['damaged', 'kept'])
})

test('restoring a file that is not there makes none, and says so', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const copy = folder.file('typo.sqlite')
  const options = { path: folder.file('library.sqlite'), nowMs: 0, open: await loadSqlite(null) }
  expect(() => restoreLibrary(copy, options)).toThrow(`There is no file ${copy}. Nothing was changed.`)
  expect(existsSync(copy)).toBe(false)
})
