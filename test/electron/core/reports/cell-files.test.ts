import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cellsAsCsv, cellsAsJunit, cellsAsWorkbook } from '../../../../electron/core/reports/cell-files.ts'
import { openStore, type Store } from '../../../../electron/core/store/open-store.ts'
import type { StoredRun } from '../../../../electron/core/store/run-store.ts'
import { escapeMarkdown } from '../../../../shared/report/render-markdown.ts'
import { hostileTexts } from '../../../fixtures/hostile-outputs.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { storeOptions } from '../../../support/store-options.ts'
import { writeGridLibrary } from '../../../support/write-grid-library.ts'

const folder = tempFolder()
let store: Store
let stored: StoredRun
/** The outputs as the library gives them back, hostile ones in every second row. */
let planted: readonly string[]

beforeAll(async () => {
  const path = folder.file('library.sqlite')
  const rows = hostileTexts.length * 2
  const library = { rows, columns: 1, seed: 5, runName: '=Report & <run>', texts: hostileTexts, textsEvery: 2 }
  const runId = await writeGridLibrary(path, storeOptions(), library)
  store = await openStore(path, storeOptions())
  stored = store.runs.get(runId)
  planted = store.db
    .prepare<[number], string>(`SELECT r.output FROM cell c JOIN reply r ON r.no = c.reply_no
      WHERE c.run_no = ? ORDER BY c.row_no`)
    .pluck()
    .all(stored.no)
})
afterAll(() => {
  store.close()
  folder.remove()
})

it('reads back as CSV what was stored, and no field is a formula', async () => {
  const text = await cellsAsCsv(store, stored)
  const { data, errors } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true })
  expect(errors).toEqual([])
  const answered = data.filter(({ state }) => state === 'answered')
  expect(answered.map(({ output }) => output?.replace(/^'(?=\s*[=+\-@＝]|[\t\r\n])/, ''))).toEqual(
    planted.map((output) => output.replaceAll('\0', '').toWellFormed()),
  )
  expect(answered.filter(({ output }) => output?.startsWith("'=HYPERLINK")).length).toBeGreaterThan(0)
  const formulas = data.flatMap((record) => Object.values(record)).filter((field) => /^\s*[=+@]|^-\D/.test(field))
  expect(formulas).toEqual([])
})

it('writes a workbook whose parts are well-formed and hold each text as a text', async () => {
  const file = folder.file('cells.xlsx')
  writeFileSync(file, await cellsAsWorkbook(store, stored))
  // Python's own libraries: another hand's ZIP and XML.
  const script = `import sys, zipfile, json, xml.etree.ElementTree as E
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
for n in z.namelist(): E.fromstring(z.read(n))
s = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
sheet = E.fromstring(z.read('xl/worksheets/sheet1.xml'))
cells = [[''.join(c.itertext()) for c in r] for r in sheet.iter(s + 'row')]
kinds = sorted({c.tag.split('}')[1] for c in sheet.iter()})
print(json.dumps({'head': cells[0][:8], 'outputs': [r[7] for r in cells[1:] if r[4] == 'answered'], 'kinds': kinds}))`
  const { stdout, stderr, error } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' })
  if (error) return expect(error).toMatchObject({ code: 'ENOENT' })
  expect(stderr).toBe('')
  const read = JSON.parse(stdout) as { head: string[]; outputs: string[]; kinds: string[] }
  expect(read.head).toEqual(['case', 'variant', 'model', 'trial', 'state', 'passed', 'score', 'output'])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
  const legal = (text: string) => text.toWellFormed().replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '')
  expect(read.outputs).toEqual(planted.map(legal))
  expect(read.kinds).not.toContain('f')
})

it('writes JUnit XML that counts as the cells do', async () => {
  const text = await cellsAsJunit(store, stored)
  const counts = store.db
    .prepare<
      [number],
      object
    >(`SELECT COUNT(*) AS tests, SUM(has_passed = 0) AS failures, SUM(state = 'failed') AS errors
      FROM cell WHERE run_no = ?`)
    .get(stored.no)
  const found = (sign: RegExp) => text.match(sign)?.length ?? 0
  expect({ tests: found(/<testcase /g), failures: found(/<failure /g), errors: found(/<error /g) }).toEqual(counts)
  expect(text).toContain('name="=Report &amp; &lt;run&gt;"')
  expect(text).not.toContain('<script')
})

it('leaves no markup of Markdown or HTML in a text', () => {
  for (const text of hostileTexts) expect(escapeMarkdown(text)).not.toMatch(/<|(?<!\\)[[\]`*_|]|https?:|javascript:/)
  expect(escapeMarkdown('**x** [a](b) `c`')).toBe('\\*\\*x\\*\\* \\[a\\]\\(b\\) \\`c\\`')
})
