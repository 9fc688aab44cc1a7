import { expect, test } from 'vitest'
import { toStoreError } from '../../../../electron/core/store/sqlite/store-error.ts'
import { openTempStore } from '../../../support/temp-store.ts'

test('a full disk is told, keeps what was acknowledged, and goes on when there is room', async () => {
  const { store, path } = await openTempStore()
  const pages = Number(store.db.pragma('page_count', { simple: true }))
  let acknowledged = 0
  let refusals = 0
  const write = () => store.projects.create({ name: 'x'.repeat(150) })
  for (let room = 0; room < 12; room++) {
    store.db.pragma(`max_page_count = ${pages + room}`)
    try {
      for (;;) {
        write()
        acknowledged++
      }
    } catch (error) {
      expect(toStoreError(error, path)).toMatchObject({
        code: 'conflict',
        message: `The disk of the library ${path} is full. Make room, then try again.`,
      })
      refusals++
    }
    expect(store.projects.count()).toBe(acknowledged)
    expect(store.db.pragma('quick_check', { simple: true })).toBe('ok')
  }
  expect(refusals).toBe(12)
  store.db.pragma('max_page_count = 1073741823')
  write()
  expect(store.projects.count()).toBe(acknowledged + 1)
})
