import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { readTableBytes } from '../../../../electron/core/tables/read-table-bytes.ts'
import { serialDate } from '../../../../electron/core/tables/serial-date.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'

const { signal } = new AbortController()
const read = (kind: 'xlsx' | 'parquet', bytes: Uint8Array, sheet: string | null = null) =>
  readTableBytes({ kind, base64: Buffer.from(bytes).toString('base64'), sheet }, signal)

const sheet = (rows: string) => `<worksheet xmlns="m"><sheetData>${rows}</sheetData></worksheet>`
function workbook(changes: Readonly<Record<string, string>> = {}): Uint8Array {
  const parts: Record<string, string> = {
    'xl/workbook.xml':
      '<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="Empty" r:id="a"/><sheet name="Cases" r:id="b"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet xmlns="m"><numFmts><numFmt numFmtId="164" formatCode="dd\\/mm\\/yyyy &quot;h&quot;"/><numFmt numFmtId="165" formatCode="0.00 &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml':
      '<sst xmlns="m"><si><t>question</t></si><si><r><t>Rich </t></r><r><t xml:space="preserve">text</t></r><rPh><t>spoken</t></rPh></si></sst>',
    'xl/worksheets/sheet1.xml': sheet(''),
    'xl/worksheets/sheet2.xml': sheet(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>when</t></is></c><c r="D1" t="str"><v>sum</v></c></row>' +
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>46347</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" s="2"><f>1+1.5</f><v>2.5</v></c></row>' +
        '<row r="4"><c r="A4" t="str"><v>a "b", c</v></c><c r="B4" s="3"><v>46347.25</v></c></row>',
    ),
    'xl/vbaProject.bin': 'never looked at',
    ...changes,
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

// Two rows written by hyparquet-writer 0.13, Snappy.
const parquet =
  'UEFSMRUGFS4VMlwVBBUAFQQVABUEFQAAAAMDFVAFAAAAMSArIDEIAAAAR3LDtsOfZT8VBhUOFRJcFQQVAhUEFQAVBBUAAAADAQUQAQAAADIVBhUkFShcFQQVABUEFQAVBBUAAAADAxA8AQAAAAAAAAABAAAAAAAgABUGFSQVJFwVBBUAFQQVABUEFQAAAAMDEAAABQEk4D8AAAAAAADwPxUEGVxIBHJvb3QVCAAVDCUCGAhxdWVzdGlvbiUAABUMJQIYBmFuc3dlciUAABUEJQIYAmlkABUKJQIYBXNjb3JlABYEGRwZTCYIHBUMGRUAGRgIcXVlc3Rpb24VAhYEFlgWXCYIPDYAKAhHcsO2w59lPxgFMSArIDEAGRwVBhUAFQIAAAAmZBwVDBkVABkYBmFuc3dlchUCFgQWOBY8JmQ8NgIoATIYATIAGRwVBhUAFQIAAAAmoAEcFQQZFQAZGAJpZBUCFgQWThZSJqABPDYAKAgBAAAAAAAgABgIAQAAAAAAAAAAGRwVBhUAFQIAAAAm8gEcFQoZFQAZGAVzY29yZRUCFgQWThZOJvIBPDYAKAgAAAAAAADwPxgIAAAAAAAA4D82AAAZHBUGFQAVAgAAABasAhYENrgCACgJaHlwYXJxdWV0GUwcAAAcAAAcAAAcAAAAVQEAAFBBUjE='

it('reads a sheet as CSV: shared and rich texts, formulas by their value, dates as dates, gaps in their place', async () => {
  const table = await read('xlsx', workbook())
  expect(table).toEqual({
    text: 'question,when,,sum\n\nRich text,2026-11-21,true,2.5\n"a ""b"", c",2026-11-21T06:00:00,,',
    format: 'csv',
    sheets: ['Empty', 'Cases'],
    sheet: 'Cases',
  })
  await expect(read('xlsx', workbook(), 'Empty')).rejects.toThrow('The sheet "Empty" is empty.')
  await expect(read('xlsx', workbook(), 'Other')).rejects.toThrow('has no sheet "Other". It has: Empty, Cases.')
})

it.each([
  [1, false, '1900-01-01'],
  [59, false, '1900-02-28'],
  [61, false, '1900-03-01'],
  [0, true, '1904-01-01'],
  [0.5, false, '12:00:00'],
  [-1, false, '-1'],
])('reads the serial date %d (1904: %s) as %s', (serial, has1904, text) => {
  expect(serialDate(serial, has1904)).toBe(text)
})

it('reads Parquet as lines, with nulls, letters beyond ASCII and integers that no number holds', async () => {
  const { text, format } = await read('parquet', Buffer.from(parquet, 'base64'))
  expect(format).toBe('jsonl')
  expect(text.split('\n').map((line) => JSON.parse(line))).toEqual([
    { question: '1 + 1', answer: '2', id: 1, score: 0.5 },
    { question: 'Größe?', answer: null, id: '9007199254740993', score: 1 },
  ])
})

it('ends in a table or in one sentence for spoilt files, and never in a crash', async () => {
  const random = seededRandom('tables')
  const whole = { xlsx: workbook(), parquet: new Uint8Array(Buffer.from(parquet, 'base64')) } as const
  let refused = 0
  for (const kind of ['xlsx', 'parquet'] as const)
    for (let round = 0; round < 60; round++) {
      const bytes = whole[kind].slice(0, round % 3 === 0 ? Math.floor(random() * whole[kind].length) : undefined)
      for (let hit = 0; hit < 3; hit++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      const failure = await read(kind, bytes).then(
        () => null,
        (error: unknown) => error,
      )
      if (failure === null) continue
      refused += 1
      expect(failure).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/^The .{10,}\.$/s) })
    }
  expect(refused).toBeGreaterThan(60)
  const bomb = workbook({ 'xl/sharedStrings.xml': '<!DOCTYPE a [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>' })
  await expect(read('xlsx', bomb)).rejects.toThrow('declares a document type')
})
