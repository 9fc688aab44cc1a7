import { expect, test } from 'vitest'
import { openTempStore } from '../../../../support/temp-store.ts'

async function openQueue() {
  const { store } = await openTempStore()
  const { db, commits } = store
  db.exec('CREATE TABLE note (text TEXT PRIMARY KEY)')
  const insert = db.prepare('INSERT INTO note (text) VALUES (?)')
  const notes = () => db.prepare<[], string>('SELECT text FROM note ORDER BY rowid').pluck().all()
  return { commits, db, insert, notes }
}

test('joins the writes of one tick into one transaction, in their order, and gives each its own value', async () => {
  const { commits, db, insert, notes } = await openQueue()
  const inTransaction: boolean[] = []
  const values = await Promise.all(
    ['a', 'b', 'c'].map((text) =>
      commits.add(() => {
        inTransaction.push(db.inTransaction)
        insert.run(text)
        return text
      }),
    ),
  )
  expect(values).toEqual(['a', 'b', 'c'])
  expect(inTransaction).toEqual([true, true, true])
  expect(notes()).toEqual(['a', 'b', 'c'])
})

test('resolves only after the commit', async () => {
  const { commits, db, insert, notes } = await openQueue()
  await commits.add(() => insert.run('a'))
  expect(db.inTransaction).toBe(false)
  expect(notes()).toEqual(['a'])
})

test('takes the whole group back when one write fails, and says so to everyone', async () => {
  const { commits, insert, notes } = await openQueue()
  const results = await Promise.allSettled([
    commits.add(() => insert.run('a')),
    commits.add(() => insert.run('a')),
    commits.add(() => insert.run('b')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(notes()).toEqual([])
  await commits.add(() => insert.run('c'))
  expect(notes()).toEqual(['c'])
})

test('commits a thousand writes that wait at once, and all of them when it is flushed', async () => {
  const { commits, insert, notes } = await openQueue()
  const waiting = Promise.all(Array.from({ length: 1000 }, (_, index) => commits.add(() => insert.run(`n${index}`))))
  commits.flush()
  expect(notes()).toHaveLength(1000)
  await waiting
})

test('lets callers go on a few at a time, so that other work gets its turn in between', async () => {
  const { commits, insert } = await openQueue()
  const order: string[] = []
  const waiting = Array.from({ length: 100 }, async (_, index) => {
    await commits.add(() => insert.run(`n${index}`))
    order.push('told')
  })
  const other = (): void => {
    order.push('other')
    if (order.filter((entry) => entry === 'told').length < 100) setImmediate(other)
  }
  setImmediate(other)
  await Promise.all(waiting)
  const runs = order
    .join(' ')
    .split('other')
    .map((run) => run.split('told').length - 1)
  expect(runs.reduce((sum, run) => sum + run)).toBe(100)
  expect(Math.max(...runs)).toBeLessThanOrEqual(16)
})
