import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recoverLibrary } from '../../../../../electron/core/store/library/recover-library.ts'
import { openStore } from '../../../../../electron/core/store/open-store.ts'
import { loadSqlite, type OpenFile } from '../../../../../electron/core/store/sqlite/load-sqlite.ts'
import { seededRandom } from '../../../../../shared/stats/seeded-random.ts'
import { tempFolder } from '../../../../support/fake-ports.ts'
import { isSoak } from '../../../../support/soak.ts'
import { storeOptions } from '../../../../support/store-options.ts'

const PAGE_BYTES = 4096
const CASES = 400
const TRIES = isSoak ? 400 : 16

describe('a damaged library', () => {
  const folder = tempFolder()
  const sound = folder.file('sound.sqlite')
  let open: OpenFile
  let bytes: Buffer
  let tried = 0
  let kept = 0
  let hopeless = 0

  beforeAll(async () => {
    open = await loadSqlite(null)
    const store = await openStore(sound, storeOptions())
    const project = store.projects.create({ name: 'Work' })
    const set = store.evalSets.create(project.id, { name: 'Cases' })
    store.evalSets.addCases(
      set.id,
      Array.from({ length: CASES }, (_, index) => ({
        variables: { text: `Case ${index}: ${'it works well. '.repeat(20)}` },
        expected: String(index),
        tags: [],
        weight: 1,
      })),
    )
    store.close()
    const db = new Database(sound)
    db.pragma('journal_mode = DELETE')
    db.close()
    bytes = readFileSync(sound)
  })
  afterAll(() => {
    folder.remove()
    console.info(
      `damaged libraries: ${tried} tried, ${tried - hopeless} usable again, ${hopeless} whose list of tables was gone; ` +
        `${((100 * kept) / Math.max(1, (tried - hopeless) * CASES)).toFixed(1)} % of their cases read`,
    )
  })

  const kinds = {
    'a page of zeros': (copy: Buffer, page: number) => copy.fill(0, page * PAGE_BYTES, (page + 1) * PAGE_BYTES),
    'a page of noise': (copy: Buffer, page: number) => copy.fill(0xa5, page * PAGE_BYTES, (page + 1) * PAGE_BYTES),
    'a flipped header of a page': (copy: Buffer, page: number) =>
      copy.fill(0xff, page * PAGE_BYTES, page * PAGE_BYTES + 8),
    'a file that was cut': (copy: Buffer, page: number) => copy.subarray(0, page * PAGE_BYTES),
  }

  it.each(Object.entries(kinds))('with %s ends usable, or is left as it is', async (kind, damage) => {
    const random = seededRandom(kind)
    const pages = bytes.length / PAGE_BYTES
    for (let index = 0; index < TRIES / 4; index++) {
      const path = folder.file(`${tried++}.sqlite`)
      const page = 1 + Math.floor(random() * (pages - 1))
      const damaged = damage(Buffer.from(bytes), page)
      writeFileSync(path, damaged)
      let report: ReturnType<typeof recoverLibrary>
      try {
        report = recoverLibrary({ path, nowMs: tried, open })
      } catch (error) {
        expect(error).toMatchObject({ code: 'damaged' })
        expect(readFileSync(path).equals(damaged)).toBe(true)
        hopeless++
        continue
      }
      expect(readFileSync(report.keptAs).equals(damaged)).toBe(true)
      const store = await openStore(path, storeOptions())
      expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(store.db.pragma('foreign_key_check')).toEqual([])
      kept += store.db.prepare('SELECT count(*) FROM eval_case').pluck().get() as number
      store.close()
    }
  })

  it('loses nothing when it is sound, and leaves no file behind', () => {
    const path = folder.file('whole.sqlite')
    copyFileSync(sound, path)
    const report = recoverLibrary({ path, nowMs: 0, open })
    expect(report).toMatchObject({ incomplete: [], orphans: 0 })
    const db = open(path)
    expect(db.prepare('SELECT count(*) FROM eval_case').pluck().get()).toBe(CASES)
    db.close()
    expect(existsSync(`${path}.recovering`)).toBe(false)
  })

  it('whose first page is gone is left as it is, and says what to do', () => {
    const path = folder.file('headless.sqlite')
    const damaged = Buffer.from(bytes).fill(0xa5, 100, PAGE_BYTES)
    writeFileSync(path, damaged)
    expect(() => recoverLibrary({ path, nowMs: 0, open })).toThrow(/Nothing can be read .* Restore a copy\./)
    expect(readFileSync(path).equals(damaged)).toBe(true)
  })
})
