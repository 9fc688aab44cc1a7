import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { loadSqlite } from '../../../../electron/core/store/sqlite/load-sqlite.ts'
import type { UsageLogId } from '../../../../shared/domain/usage-log.ts'
import { must } from '../../../support/must.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const HEAD = 'time,model,feature,user,prompt_tokens,cached_tokens,completion_tokens,cost_usd\n'
const ROWS = [
  '2026-11-16T10:00:00Z,gpt-5.4-mini,chat,u1,1000,0,100,0.001',
  '2026-11-16T10:00:00Z,gpt-5.4-mini,chat,u1,1000,0,100,0.001',
  '2026-11-17T10:00:00Z,other-model,chat,u2,1000,0,100,',
  '2026-11-18T10:00:00Z,gpt-5.4-mini,mail,u1,2000,1000,50,0.002',
  '2026-11-18T11:00:00Z,gpt-5.4-mini,mail,u3,90000,0,5000,0.5',
]

async function openLogs() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { client } = test
  const projectId = must((await client.call('projects.list', {}))[0]).id

  async function add(text: string, name = 'Calls', size = 100) {
    const { reading } = await client.call('usage.preview', { fileName: 'calls.csv', text, isWhole: true })
    const { logId } = await client.call('usage.begin', { projectId, name, reading })
    for (let at = 0; at < text.length; at += size) {
      const isLast = at + size >= text.length
      const log = await client.call('usage.append', { logId, text: text.slice(at, at + size), isLast })
      if (isLast) return log
    }
    throw new Error('The file is empty.')
  }
  const breakdown = (filter = {}, logIds: UsageLogId[] | null = null) =>
    client.call('spend.breakdown', { projectId, source: { kind: 'logs', logIds }, filter })
  return { ...test, projectId, add, breakdown }
}

describe('usage logs', () => {
  it('come in by pieces, each row once, and two equal calls of a second are two', async () => {
    const { client, projectId, add } = await openLogs()
    const first = await add(HEAD + ROWS.slice(0, 4).join('\n'))
    expect(first).toMatchObject({
      state: 'complete',
      rowCount: 4,
      duplicateCount: 0,
      badCount: 0,
      tagNames: ['feature', 'user'],
    })
    expect(first).toMatchObject({
      firstAtMs: Date.UTC(2026, 10, 16, 10),
      lastAtMs: Date.UTC(2026, 10, 18, 10),
      unpricedCount: 1,
    })
    const second = await add(`${HEAD}${ROWS.join('\n')}\nnow,gpt-5.4,chat,u1,1,0,1,0\n`, 'The same and one more')
    expect(second).toMatchObject({ rowCount: 1, duplicateCount: 4, badCount: 1 })
    expect(second.problems).toEqual([
      { row: 6, message: 'Its time "now" is no date and no moment in seconds or milliseconds.' },
    ])
    expect((await client.call('usage.list', { projectId })).map(({ name }) => name)).toEqual([
      'The same and one more',
      'Calls',
    ])
  })

  it('count only what is new among many rows, wherever between them what was there already lies', async () => {
    const { add, breakdown } = await openLogs()
    const row = (at: number) =>
      `${new Date(Date.UTC(2026, 10, 16, 0, at)).toISOString()},gpt-5.4,chat,u${at},9,0,9,${at}\n`
    const rows = (places: readonly number[]) => HEAD + places.map(row).join('')
    const all = Array.from({ length: 101 }, (_, at) => at)
    const before = all.filter((at) => at % 3 === 1)
    const rest = all.filter((at) => at % 3 !== 1)
    const sumOf = (places: readonly number[]) => places.reduce((sum, at) => sum + at * 1e9, 0)
    expect(await add(rows(before), 'Some', 10_000)).toMatchObject({
      rowCount: before.length,
      costNanoUsd: sumOf(before),
    })
    expect(await add(rows(all), 'All', 10_000)).toMatchObject({
      rowCount: rest.length,
      duplicateCount: before.length,
      costNanoUsd: sumOf(rest),
      unpricedCount: 0,
      firstAtMs: Date.UTC(2026, 10, 16),
      lastAtMs: Date.UTC(2026, 10, 16, 1, 39),
    })
    expect((await breakdown())?.total).toMatchObject({ rows: all.length, nanoUsd: sumOf(all) })
  })

  it('never count as money that this application spends', async () => {
    const { client, add } = await openLogs()
    await add(HEAD + ROWS.join('\n'))
    expect(await client.call('spend.today', {})).toEqual({ nanoUsd: 0, hasUnpriced: false, heldNanoUsd: 0 })
  })

  it('are seen by nobody before their last piece, and go with their rows', async () => {
    const { client, projectId, add, breakdown } = await openLogs()
    const text = HEAD + ROWS.join('\n')
    const { reading } = await client.call('usage.preview', { fileName: 'calls.csv', text, isWhole: true })
    const { logId } = await client.call('usage.begin', { projectId, name: 'Calls', reading })
    await client.call('usage.append', { logId, text, isLast: false })
    expect(await breakdown()).toBeNull()
    await client.call('usage.remove', { logId })
    await expect(client.call('usage.append', { logId, text: '', isLast: true })).rejects.toThrow('was ended')
    const log = await add(text)
    expect(log.duplicateCount).toBe(0)
    await client.call('usage.remove', { logId: log.id })
    expect(await breakdown()).toBeNull()
    expect(await client.call('usage.list', { projectId })).toEqual([])
  })

  it('that are given up in the middle leave nothing', async () => {
    const { app, client, projectId, add, breakdown } = await openLogs()
    const text = HEAD + ROWS.join('\n')
    const { reading } = await client.call('usage.preview', { fileName: 'calls.csv', text, isWhole: true })
    const { logId } = await client.call('usage.begin', { projectId, name: 'Calls', reading })
    const stop = new AbortController()
    stop.abort()
    const reply = await app.dispatch('usage.append', { logId, text, isLast: true }, { signal: stop.signal })
    expect(reply).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(await breakdown()).toBeNull()
    expect(await add(text)).toMatchObject({ rowCount: 5, duplicateCount: 0 })
  })

  it('of an import that was killed leave nothing: its rows are new to the next one', async () => {
    const { folder, client, projectId, add, breakdown } = await openLogs()
    const text = `${HEAD}${ROWS.join('\n')}\n`
    const { reading } = await client.call('usage.preview', { fileName: 'calls.csv', text, isWhole: true })
    const begin = async () => {
      const { logId } = await client.call('usage.begin', { projectId, name: 'Calls', reading })
      await client.call('usage.append', { logId, text, isLast: false })
      return logId
    }
    await begin()
    // One that is alive keeps what it has.
    expect(await add(text)).toMatchObject({ rowCount: 0, duplicateCount: 5 })
    const db = (await loadSqlite(null))(path.join(folder, 'library.sqlite'))
    // So does one on another machine whose client takes a minute for the next piece.
    db.exec(`UPDATE usage_log SET owner = '1@elsewhere', touched_at = strftime('%Y-%m-%dT%H:%M:%fZ', touched_at, '-60 seconds')
      WHERE state = 'reading'`)
    expect(await add(text)).toMatchObject({ rowCount: 0, duplicateCount: 5 })
    db.prepare(`UPDATE usage_log SET owner = ? WHERE state = 'reading'`).run(`4194305@${os.hostname()}`)
    expect(await add(text)).toMatchObject({ rowCount: 5, duplicateCount: 0 })
    expect((await breakdown())?.total.rows).toBe(5)
    const left = await begin()
    db.prepare(`UPDATE usage_log SET owner = ? WHERE id = ?`).run(`4194305@${os.hostname()}`, left)
    db.close()
    await client.call('usage.begin', { projectId, name: 'Calls', reading })
    await expect(client.call('usage.append', { logId: left, text, isLast: true })).rejects.toThrow(
      'was ended. Import the file',
    )
  })

  it('are not kept where another process dropped their log meanwhile: none counts as imported before', async () => {
    const { folder, client, projectId, add } = await openLogs()
    const text = `${HEAD}${ROWS.join('\n')}\n`
    const { reading } = await client.call('usage.preview', { fileName: 'calls.csv', text, isWhole: true })
    const { logId } = await client.call('usage.begin', { projectId, name: 'Calls', reading })
    const db = (await loadSqlite(null))(path.join(folder, 'library.sqlite'))
    db.prepare('DELETE FROM usage_log WHERE id = ?').run(logId)
    db.close()
    await expect(client.call('usage.append', { logId, text, isLast: false })).rejects.toThrow(
      'was ended. Import the file',
    )
    expect(await add(text)).toMatchObject({ rowCount: 5, duplicateCount: 0 })
  })

  it('are unpriced where input or output is not said: half of a call has no price', async () => {
    const { add } = await openLogs()
    const priced = async (columns: string, values: string) =>
      (await add(`time,model,${columns}\n2026-11-18T12:00:00Z,gpt-5.4-mini,${values}\n`)).unpricedCount === 0
    expect(await priced('prompt_tokens,completion_tokens', '1000,10')).toBe(true)
    expect(await priced('prompt_tokens', '1000')).toBe(false)
    expect(await priced('completion_tokens', '10')).toBe(false)
  })

  it('are refused where no row can be read, and nothing is kept', async () => {
    const { client, projectId, add } = await openLogs()
    await expect(add(`${HEAD}now,a,b,c,1,0,1,0\n`)).rejects.toThrow('No row of the file could be read')
    expect(await client.call('usage.list', { projectId })).toEqual([])
  })
})

describe('spend.breakdown', () => {
  it('adds the rows of logs up by model, tag, class and day, and says what it does not know', async () => {
    const { add, breakdown } = await openLogs()
    await add(HEAD + ROWS.join('\n'))
    const all = must(await breakdown())
    expect(all.total).toMatchObject({ rows: 5, calls: 5, nanoUsd: 504_000_000, unpricedRows: 1, estimatedRows: 0 })
    expect(all.byModel.map(({ key, nanoUsd, rows }) => [key, nanoUsd, rows])).toEqual([
      ['gpt-5.4-mini', 504_000_000, 4],
      ['other-model', 0, 1],
    ])
    expect(all.byTag.map(({ name, groups }) => [name, groups.map(({ key, nanoUsd }) => [key, nanoUsd])])).toEqual([
      [
        'feature',
        [
          ['mail', 502_000_000],
          ['chat', 2_000_000],
        ],
      ],
      [
        'user',
        [
          ['u3', 500_000_000],
          ['u1', 4_000_000],
          ['u2', 0],
        ],
      ],
    ])
    expect(all.overTime.map(({ startMs, nanoUsd }) => [new Date(startMs).toISOString().slice(0, 10), nanoUsd])).toEqual(
      [
        ['2026-11-16', 2_000_000],
        ['2026-11-17', 0],
        ['2026-11-18', 502_000_000],
      ],
    )
    expect(all.byClass.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0), all.unsplitNanoUsd)).toBe(504_000_000)
    expect(all.promptTokens).toMatchObject({ n: 5, max: 90_000 })
    expect(all.outliers).toMatchObject([
      {
        nanoUsd: 500_000_000,
        model: 'gpt-5.4-mini',
        tags: [
          { name: 'feature', value: 'mail' },
          { name: 'user', value: 'u3' },
        ],
      },
    ])
    expect(all.worstCase[0]).toMatchObject({ model: 'gpt-5.4-mini', maxSeenNanoUsd: 500_000_000 })
  })

  it('is told a page of values at a time, each value once', async () => {
    const { add, client, projectId, breakdown } = await openLogs()
    // Many cost the same: their order must not change between two pages.
    const rows = Array.from(
      { length: 120 },
      (_, at) => `2026-11-18T10:00:00Z,gpt-5.4,chat,u${at},1000,0,100,${at % 3}\n`,
    )
    await add(HEAD + rows.join(''))
    const users = must((await breakdown())?.byTag.find(({ name }) => name === 'user'))
    expect([users.groups.length, users.distinct, users.others?.rows]).toEqual([50, 120, 70])
    const ask = (name: string, offset: number) =>
      client.call('spend.values', { projectId, source: { kind: 'logs', logIds: null }, name, offset })
    const pages = [users.groups, await ask('user', 50), await ask('user', 100)]
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20])
    expect(new Set(pages.flat().map(({ key }) => key)).size).toBe(120)
    expect(await ask('user', 150)).toEqual([])
    expect(await ask('team', 0)).toEqual([])
  })

  it('is filtered by model, tag and time, over logs whose tags stand in other places', async () => {
    const { add, breakdown } = await openLogs()
    await add(HEAD + ROWS.join('\n'))
    await add('time,model,user,feature,cost_usd\n2026-11-18T12:00:00Z,gpt-5.4,u1,mail,0.25\n', 'Other columns')
    const rowsOf = async (filter: object) => (await breakdown(filter))?.total.rows
    expect(await rowsOf({ tag: { name: 'feature', value: 'mail' } })).toBe(3)
    expect(await rowsOf({ tag: { name: 'user', value: 'u1' }, model: 'gpt-5.4' })).toBe(1)
    expect(await rowsOf({ fromMs: Date.UTC(2026, 10, 18), toMs: Date.UTC(2026, 10, 18, 12) })).toBe(2)
    expect(await rowsOf({ tag: { name: 'no such', value: 'x' } })).toBe(0)
  })
})
