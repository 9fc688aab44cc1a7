import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readResultPage } from '../../../../electron/core/evaluate/results/read-result-page.ts'
import { summariseInTurns, summariseRun } from '../../../../electron/core/evaluate/results/summarise-run.ts'
import { openStore, type Store } from '../../../../electron/core/store/open-store.ts'
import type { RunSearch } from '../../../../electron/core/store/results/result-searches.ts'
import type { StoredRun } from '../../../../electron/core/store/run-store.ts'
import type { Cell } from '../../../../shared/domain/run.ts'
import { isSameOutcome } from '../../../../shared/evaluate/is-same-outcome.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { storeOptions } from '../../../support/store-options.ts'
import { writeGridLibrary } from '../../../support/write-grid-library.ts'

const folder = tempFolder()
let store: Store
let stored: StoredRun
/** All cells, read one by one: what every question is held against. */
let rows: readonly (readonly Cell[])[]

beforeAll(async () => {
  const path = folder.file('library.sqlite')
  const runId = await writeGridLibrary(path, storeOptions(), {
    rows: 120,
    columns: 5,
    seed: 3,
    runName: 'Small',
    repeats: 2,
  })
  store = await openStore(path, storeOptions())
  stored = store.runs.get(runId)
  rows = store.snapshots
    .page(stored.snapshotNo, 0, 120)
    .map(({ rowNo, evalCase }) =>
      store.cells.row(stored, rowNo, evalCase.id, { outputLimit: null }).flatMap((cells) => cells ?? []),
    )
})

afterAll(() => {
  store.close()
  folder.remove()
})

const column = (index: number) => {
  const found = stored.run.columns[index]
  if (!found) throw new Error('There is no such column.')
  return { variantId: found.variantId, modelId: found.modelId }
}
const ask = (query: object) => store.results.page(stored, { offset: 0, limit: 1000, ...query })
const rowsWhere = (test: (cells: readonly Cell[], rowNo: number) => boolean) =>
  rows.flatMap((cells, rowNo) => (test(cells, rowNo) ? [rowNo] : []))
const of = (cells: readonly Cell[], index: number) =>
  cells.filter((cell) => cell.variantId === column(index).variantId && cell.modelId === column(index).modelId)
const mean = (values: readonly (number | null)[]) => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

describe('filters', () => {
  it.each([
    ['failed', (cells: readonly Cell[]) => cells.some(({ hasPassed }) => hasPassed === false)],
    ['errors', (cells: readonly Cell[]) => cells.some(({ state }) => state === 'failed')],
    ['passed', (cells: readonly Cell[]) => cells.every(({ hasPassed }) => hasPassed === true)],
    ['different', (cells: readonly Cell[]) => cells.some((cell) => !isSameOutcome(cell, cells[0] as Cell))],
    [
      'flaky',
      (cells: readonly Cell[]) =>
        [0, 1, 2, 3, 4].some((index) => new Set(of(cells, index).flatMap(({ hasPassed }) => hasPassed ?? [])).size > 1),
    ],
  ] as const)('%s gives the rows that their cells say', (filter, test) => {
    const expected = rowsWhere(test)
    expect(expected.length).toBeGreaterThan(0)
    expect(ask({ filter })).toEqual({ rowNos: expected, matching: expected.length })
  })

  it('disagreeing gives the rows in which a column came out otherwise than the baseline', () => {
    const kind = (cells: readonly Cell[], index: number) =>
      [...new Set(of(cells, index).map(({ state, hasPassed }) => (state === 'failed' ? 'failed' : String(hasPassed))))]
        .sort()
        .join()
    const expected = rowsWhere((cells) => [0, 1, 2, 3, 4].some((index) => kind(cells, index) !== kind(cells, 2)))
    expect(expected.length).toBeGreaterThan(0)
    expect(ask({ filter: 'disagreeing', baseline: column(2) }).rowNos).toEqual(expected)
  })

  it('tags and conditions of one column or of any must all hold', () => {
    const dear = rowsWhere((cells) => of(cells, 1).some(({ costNanoUsd }) => (costNanoUsd ?? 0) >= 60_000))
    expect(ask({ conditions: [{ figure: 'cost', column: column(1), is: 'at-least', value: 60_000 }] }).rowNos).toEqual(
      dear,
    )
    const poor = rowsWhere((cells) => cells.some(({ score }) => score !== null && score <= 0.1))
    const both = [
      { figure: 'cost', column: column(1), is: 'at-least', value: 60_000 },
      { figure: 'score', column: null, is: 'at-most', value: 0.1 },
    ]
    expect(ask({ conditions: both }).rowNos).toEqual(dear.filter((row) => poor.includes(row)))
    const [most] = store.results.tagsOf(stored)
    const tagged = store.snapshots
      .page(stored.snapshotNo, 0, 120)
      .flatMap(({ rowNo, evalCase }) => (evalCase.tags.includes(most?.tag ?? '') ? [rowNo] : []))
    expect(tagged).toHaveLength(most?.cases ?? -1)
    expect(ask({ tags: [most?.tag] }).rowNos).toEqual(tagged)
  })
})

describe('order', () => {
  it.each(['score', 'latency'] as const)('sorts by the %s of a column, and by its difference to another', (by) => {
    const value = (cells: readonly Cell[], index: number) =>
      mean(of(cells, index).map((cell) => (by === 'score' ? cell.score : cell.latencyMs)))
    const sorted = (figure: (cells: readonly Cell[]) => number | null) =>
      rows
        .map((cells, rowNo) => ({ rowNo, value: figure(cells) }))
        .sort((a, b) => {
          if (a.value === null || b.value === null)
            return Number(a.value === null) - Number(b.value === null) || a.rowNo - b.rowNo
          return b.value - a.value || a.rowNo - b.rowNo
        })
        .map(({ rowNo }) => rowNo)
    const sort = { by, column: column(3), isDescending: true }
    expect(ask({ sort }).rowNos).toEqual(sorted((cells) => value(cells, 3)))
    const difference = (cells: readonly Cell[]) => {
      const [a, b] = [value(cells, 3), value(cells, 0)]
      return a === null || b === null ? null : a - b
    }
    expect(ask({ sort: { ...sort, minus: column(0) } }).rowNos).toEqual(sorted(difference))
  })

  it('keeps an order no longer than the cells that it came from', () => {
    const before = ask({ filter: 'errors' }).matching
    const rowNo = rowsWhere((cells) => cells.every(({ state }) => state === 'answered'))[0] ?? -1
    const change = store.db.prepare('UPDATE cell SET state = ? WHERE run_no = ? AND row_no = ? AND column_no = 0')
    change.run('failed', stored.no, rowNo)
    expect(ask({ filter: 'errors' }).matching).toBe(before + 1)
    change.run('answered', stored.no, rowNo)
    expect(ask({ filter: 'errors' }).matching).toBe(before)
  })
})

it('reads only the columns that are asked for', () => {
  const query = { offset: 10, limit: 1, outputLimit: 50, columns: { from: 1, count: 2 } }
  const [row] = readResultPage(store, stored, query).rows
  expect(row?.cells.map((cells) => cells?.length ?? null)).toEqual([null, 2, 2, null, null])
})

it('works totals out anew that an earlier version kept without all they have now', async () => {
  const kept = await summariseInTurns(store.results, stored)
  const old = kept.map(({ latencyP50Interval: _lacking, ...column }) => column)
  store.db.prepare('UPDATE run_summary SET columns = ? WHERE run_no = ?').run(JSON.stringify(old), stored.no)
  expect(store.results.keptSummary(stored.no)).toBeNull()
  expect(await summariseInTurns(store.results, stored)).toEqual(kept)
})

it('keeps totals until a cell changes, and they are those of the cells', async () => {
  const kept = await summariseInTurns(store.results, stored)
  expect(store.results.keptSummary(stored.no)).toEqual(kept)
  store.db.prepare('UPDATE cell SET cost_nano_usd = cost_nano_usd + 1 WHERE run_no = ? AND row_no = 7').run(stored.no)
  expect(store.results.keptSummary(stored.no)).toBeNull()
  const fresh = summariseRun(store.results, stored)
  expect(fresh[0]?.costPer1000NanoUsd).toBeGreaterThan(kept[0]?.costPer1000NanoUsd ?? 0)
  expect(fresh.map(({ failed }) => failed)).toEqual(
    [0, 1, 2, 3, 4].map(
      (index) => rows.flatMap((cells) => of(cells, index)).filter(({ state }) => state === 'failed').length,
    ),
  )
})

it('counts cut answers by column, and the variants of a prompt on a model together for the alerts', () => {
  store.db
    .prepare(
      "UPDATE cell SET is_cut = 1 WHERE run_no = ? AND row_no < 30 AND column_no IN (0, 4) AND state = 'answered'",
    )
    .run(stored.no)
  const columns = summariseRun(store.results, stored)
  const inFirst = (index: number) =>
    rows
      .slice(0, 30)
      .flatMap((cells) => of(cells, index))
      .filter(({ state }) => state === 'answered').length
  expect(columns.map(({ cut }) => cut)).toEqual([inFirst(0), 0, 0, 0, inFirst(4)])
  const figures = store.spend.runFigures(stored.run.projectId)
  const sum = (figure: 'cut' | 'answered') => (columns[0]?.[figure] ?? 0) + (columns[4]?.[figure] ?? 0)
  expect(figures).toHaveLength(4)
  expect(figures.find(({ model }) => model === columns[0]?.modelId)).toMatchObject({
    label: `"Route a ticket" on ${columns[0]?.modelId}`,
    answers: sum('answered'),
    cut: sum('cut'),
  })
})

describe('search', () => {
  async function search(text: string, isRegex: boolean) {
    for (;;) {
      const found = await store.searches.find(stored, { search: text, isRegex })
      if (found.isDone) return ask({ found }).rowNos
    }
  }

  it('finds a text, whatever its case, in outputs, variables and what is expected', async () => {
    const texts = store.snapshots
      .page(stored.snapshotNo, 0, 120)
      .map(({ evalCase }) => `${evalCase.expected}\n${evalCase.variables.ticket}`)
    const expected = rowsWhere((cells, rowNo) =>
      [texts[rowNo] ?? '', ...cells.map(({ output }) => output)].some((text) => text.includes('parcel late')),
    )
    expect(expected.length).toBeGreaterThan(0)
    expect(await search('PARCEL late', false)).toEqual(expected)
  })

  it('finds a pattern, and refuses one that is not valid', async () => {
    const expected = rowsWhere((cells) => cells.some(({ output }) => /"confidence":0\.9\d/.test(output)))
    expect(expected.length).toBeGreaterThan(0)
    expect(await search('"confidence":0\\.9\\d', true)).toEqual(expected)
    await expect(search('(a', true)).rejects.toMatchObject({ code: 'bad-input' })
  })

  it('begins anew after one that broke off', async () => {
    const content = store.db.prepare('SELECT content FROM snapshot_case WHERE snapshot_no = ? AND row_no = 5').pluck()
    const update = store.db.prepare('UPDATE snapshot_case SET content = ? WHERE snapshot_no = ? AND row_no = 5')
    const sound = content.get(stored.snapshotNo)
    update.run('{', stored.snapshotNo)
    await expect(search('no such words', false)).rejects.toMatchObject({ code: 'internal' })
    update.run(sound, stored.snapshotNo)
    expect(await search('no such words', false)).toEqual([])
  })

  it('stops a pattern that never ends', async () => {
    const text = `${'a'.repeat(5000)}!`
    store.db
      .prepare('UPDATE reply SET output = ? WHERE no = (SELECT max(reply_no) FROM cell WHERE run_no = ?)')
      .run(text, stored.no)
    await expect(search('^(a+)+$', true)).rejects.toMatchObject({ code: 'timeout' })
  }, 30_000)

  it('is over when the readers have stopped, one that looks through newer cells included', async () => {
    const path = folder.file('stopped.sqlite')
    const runId = await writeGridLibrary(path, storeOptions(), { rows: 4, columns: 1, seed: 5, runName: 'Stopped' })
    const other = await openStore(path, storeOptions())
    const run = other.runs.get(runId)
    const question = { search: '^(b+)+$', isRegex: true }
    for (let isDone = false; !isDone; ) isDone = (await other.searches.find(run, question)).isDone
    other.db.prepare('UPDATE reply SET output = ?').run(`${'b'.repeat(5000)}!`)
    const newer = { ...run, run: { ...run.run, doneCount: run.run.doneCount + 1 } }
    // What the one that is shown holds besides: the one under way.
    const { next } = (await other.searches.find(newer, question)) as RunSearch & { readonly next: RunSearch }
    expect(next.isDone).toBe(false)
    await other.stopReaders()
    expect(next.isDone).toBe(true)
    other.close()
  })
})
