import { writeFileSync } from 'node:fs'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { importLargeTable } from '../../../../electron/hosts/cli/import-large-table.ts'
import { tablePieces } from '../../../../electron/hosts/cli/table-pieces.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const folder = tempFolder()
afterAll(() => folder.remove())

function write(name: string, content: string | Buffer): string {
  const file = folder.file(name)
  writeFileSync(file, content)
  return file
}

async function piecesOf(file: string, kind: 'csv' | 'jsonl' | 'json', maxRow?: number): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of tablePieces(file, { kind, delimiter: null, characters: 1, ...(maxRow ? { maxRow } : {}) }))
    pieces.push(piece)
  return pieces
}

it('cuts at whole rows: quoted line ends, escaped quotes and members of a list stay together', async () => {
  // Each read is larger than the file, so that one piece holds all; the rest is what a missing last line end leaves.
  const csv = 'q,a\n"1\n""x""",2\n3,4'
  expect(await piecesOf(write('a.csv', csv), 'csv')).toEqual(['q,a\n"1\n""x""",2\n', 'q,a\n3,4'])
  const inches = 'q""a",b\n5" pipe,"x\ny"\n'
  expect(await piecesOf(write('inches.csv', `${inches}6,z`), 'csv')).toEqual([inches, 'q""a",b\n6,z'])
  const tabs = 'q\ta\n"x,\ny"\t2\nHe said,"wow\t1\n'
  expect(await piecesOf(write('a.tsv', `${tabs}3\t4`), 'csv')).toEqual([tabs, 'q\ta\n3\t4'])
  expect(await piecesOf(write('a.jsonl', '{"a":1}\n{"a":2}'), 'jsonl')).toEqual(['{"a":1}\n', '{"a":2}'])
  const list = '[\n {"a": "x],[\\"" , "b": [1, 2]},\n {"a": 2}\n]\n'
  expect(await piecesOf(write('a.json', list), 'json')).toEqual(['{"a":"x],[\\"","b":[1,2]}', '{"a":2}'])
  const utf16 = Buffer.from(`\uFEFF${csv}`, 'utf16le')
  expect((await piecesOf(write('b.csv', utf16), 'csv')).join('')).toContain('"1\n""x""",2')
})

it('refuses what is no text or no list, and a row without an end, with its place', async () => {
  await expect(piecesOf(write('c.csv', Buffer.from([0x61, 0xff, 0x0a])), 'csv')).rejects.toThrow(
    /no.* text in UTF-8 \(near byte 0\)/,
  )
  await expect(piecesOf(write('d.csv', 'a\0b'), 'csv')).rejects.toThrow('NUL bytes')
  await expect(piecesOf(write('e.csv', `a,b\n"${'x'.repeat(99)}`), 'csv', 10)).rejects.toThrow('A row is longer than')
  await expect(piecesOf(write('f.csv', `"${'x'.repeat(99)}`), 'csv', 10)).rejects.toThrow('A row is longer than')
  await expect(piecesOf(write('g.json', '[{"a": 1}, oops]'), 'json')).rejects.toThrow('no list in JSON')
})

it('imports a table in pieces, all of it or nothing, and counts its rows on', async () => {
  const { client, close } = await createTestApp()
  onTestFinished(close)
  const { id: projectId } = await client.call('projects.create', { name: 'Large' })
  const rows = Array.from({ length: 6_000 }, (_, index) =>
    index === 5_000 ? '1,2,3' : `question number ${index},${'x'.repeat(900)}`,
  )
  const path = write('large.csv', `q,a\n${rows.join('\n')}\n`)
  const mapping = [{ column: 'q', use: 'variable' as const, variableName: 'q' }]
  const table = { path, kind: 'csv' as const, format: 'csv' as const, delimiter: ',', mapping, projectId, name: 'L' }
  const stop = new AbortController()
  const stopped = importLargeTable(client, table, { signal: stop.signal, tell: () => stop.abort() })
  await expect(stopped).rejects.toMatchObject({ name: expect.stringMatching(/Abort|AppError/) })
  expect(await client.call('eval-sets.list', { projectId, withArchived: true })).toEqual([])
  const told: number[] = []
  const { signal } = new AbortController()
  const { evalSet, imported, problems } = await importLargeTable(client, table, {
    signal,
    tell: (stored) => told.push(stored),
  })
  expect([imported, evalSet.caseCount, evalSet.variableNames]).toEqual([5_999, 5_999, ['q']])
  expect(told.length).toBeGreaterThan(1)
  expect(problems.map(({ row }) => row)).toEqual([5_001])
})
