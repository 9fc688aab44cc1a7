import { readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { salvageTable } from '../../../../../electron/core/store/library/salvage-table.ts'
import { tempFolder } from '../../../../support/fake-ports.ts'

const PAGE_BYTES = 4096

function setUp(schema: string) {
  const folder = tempFolder()
  const path = folder.file('from.sqlite')
  const from = new Database(path)
  const to = new Database(':memory:')
  to.exec(schema)
  onTestFinished(() => {
    from.close()
    to.close()
    folder.remove()
  })
  return { path, from, to }
}

test.each([
  ['misses a value that must be there', `(1, NULL)`],
  ['has a value that is not allowed', `(1, '')`],
  ['repeats what must be unique', `(1, 'a'), (2, 'a')`],
])('a table is told incomplete when a row %s', (_, values) => {
  const { from, to } = setUp(`CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> ''))`)
  from.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO t VALUES ${values}, (9, 'z')`)
  expect(salvageTable(from, to, 't').isComplete).toBe(false)
  expect(to.prepare('SELECT name FROM t WHERE id = 9').pluck().get()).toBe('z')
})

test('a long value that cannot be read, behind a wide gap in the row numbers, costs only its own row', () => {
  const schema = 'CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)'
  const { path, from, to } = setUp(schema)
  from.exec(schema)
  const insert = from.prepare('INSERT INTO t VALUES (?, ?)')
  insert.run(1, 'first')
  insert.run(50_000, 'x'.repeat(3 * PAGE_BYTES))
  insert.run(50_001, 'last')
  from.close()
  const bytes = readFileSync(path)
  // The first of the value's pages names the next one, which does not exist.
  const page = bytes.indexOf('x'.repeat(PAGE_BYTES - 4)) - 4
  expect(page % PAGE_BYTES).toBe(0)
  writeFileSync(path, bytes.fill(0x7f, page, page + 4))
  const damaged = new Database(path, { readonly: true })
  onTestFinished(() => void damaged.close())
  expect(salvageTable(damaged, to, 't')).toEqual({ rows: 2, isComplete: false })
  expect(to.prepare('SELECT text FROM t').pluck().all()).toEqual(['first', 'last'])
})
