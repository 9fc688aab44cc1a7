import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { migrations } from '../../../../electron/core/store/migrations/index.ts'
import { openDatabase } from '../../../../electron/core/store/sqlite/open-database.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { isSoak } from '../../../support/soak.ts'

/** The database and its log as they stand at a moment are what a kill at that moment leaves. */
function snapshot(from: string, to: string): void {
  for (const part of ['', '-wal']) {
    rmSync(`${to}${part}`, { force: true })
    if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`)
  }
}

describe('an upgrade that is killed', () => {
  const folder = tempFolder()
  const random = seededRandom('kills')
  let tried = 0
  let first = ''
  afterAll(() => {
    folder.remove()
    console.info(
      `killed upgrades: ${tried} of schemas 1 to ${migrations.length - 1}, all old or new, all finished later`,
    )
  })

  const schemaOf = (db: Awaited<ReturnType<typeof openDatabase>>) =>
    db
      .prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
      .pluck()
      .all()
      .join(';\n')

  it.each(migrations.slice(0, -1).map(({ id }) => id))('from schema %i is whole, and goes on', async (version) => {
    const options = { nativeBinding: null, now: Date.now }
    const path = folder.file(`${version}.sqlite`)
    const old = await openDatabase(path, { ...options, migrations: migrations.slice(0, version) })
    old.exec(
      `INSERT INTO project (id, name, description, created_at, is_sample) VALUES ('p', 'Work', '', '2026-01-01', 0)`,
    )
    old.close()
    const steps = migrations.length - version
    const wanted = isSoak ? null : 1 + Math.floor(random() * steps)
    const kills: string[] = []
    mkdirSync(folder.file('kills'), { recursive: true })
    let moment = 0
    // The clock is read within each step's transaction, after its changes and before its commit.
    const now = () => {
      // The first reading names the copy that is made before.
      const step = moment++
      if (step > 0 && (wanted === null || wanted === step)) {
        const kill = folder.file(`kills/${version}-${step}.sqlite`)
        snapshot(path, kill)
        kills.push(kill)
      }
      return 1_767_000_000_000 + moment
    }
    const upgraded = await openDatabase(path, { nativeBinding: null, now, migrations })
    first ||= schemaOf(upgraded)
    expect(schemaOf(upgraded)).toBe(first)
    upgraded.close()
    expect(kills).toHaveLength(isSoak ? steps : 1)
    for (const kill of kills) {
      const db = await openDatabase(kill, { ...options, migrations })
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(schemaOf(db)).toBe(first)
      expect(db.prepare('SELECT name FROM project').pluck().all()).toEqual(['Work'])
      expect(db.prepare('SELECT count(*) FROM migration').pluck().get()).toBe(migrations.length)
      db.close()
      tried++
    }
  })
})
