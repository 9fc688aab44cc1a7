import { describe, expect, it } from 'vitest'
import { previewTable } from '../../../shared/import/preview-table.ts'
import { readCases } from '../../../shared/import/read-cases.ts'
import { readTable } from '../../../shared/import/read-table.ts'
import { processorMs } from '../../support/processor-ms.ts'

const auto = { format: null, delimiter: null } as const

function mappingOf(text: string) {
  return previewTable({ text, ...auto }).suggestedMapping
}

describe('reading a CSV', () => {
  it('numbers thousands of equal column names in little time', () => {
    const started = processorMs()
    const { columns } = readTable({ text: `${'a,'.repeat(49_999)}a\n`, ...auto })
    expect([columns.length, columns[1], columns.at(-1)]).toEqual([50_000, 'a 2', 'a 50000'])
    expect(processorMs() - started).toBeLessThan(3000)
  })

  it('keeps quotes, line ends and delimiters inside quoted fields (RFC 4180)', () => {
    const text = 'review,expected\r\n"He said ""no"",\r\nthen left",negative\r\nfine,positive\r\n'
    expect(readTable({ text, ...auto })).toEqual({
      format: 'csv',
      shape: null,
      delimiter: ',',
      columns: ['review', 'expected'],
      rows: [
        { row: 1, line: 2, values: { review: 'He said "no",\r\nthen left', expected: 'negative' } },
        { row: 2, line: 4, values: { review: 'fine', expected: 'positive' } },
      ],
      problems: [],
    })
  })

  it.each([[','], [';'], ['\t'], ['|']])('finds the delimiter %j by itself, after a byte order mark', (delimiter) => {
    const text = `\uFEFFa${delimiter}b\n1${delimiter}2\n3${delimiter}4\n`
    expect(readTable({ text, ...auto })).toMatchObject({
      delimiter,
      columns: ['a', 'b'],
      rows: [{}, { values: { a: '3', b: '4' } }],
    })
  })

  it('finds the delimiter although a row is ragged and a field holds another one', () => {
    const text = 'review;mood\n"Good; really, ""good""";positive\nbad\nAwful, awful;negative\n'
    expect(readTable({ text, ...auto })).toMatchObject({
      delimiter: ';',
      rows: [{}, {}],
      problems: [{ row: 2, line: 3 }],
    })
  })

  it('leaves ragged rows out and names row, line and what is missing', () => {
    const table = readTable({ text: 'a,b\n1,2\n\n3\n4,5\n', ...auto })
    expect(table.rows.map((row) => row.values.a)).toEqual(['1', '4'])
    expect(table.problems).toEqual([
      { row: 2, line: 4, message: 'This row has 1 field, the header names 2. Is a quote or a delimiter missing?' },
    ])
  })

  it('says where a quote is never closed', () => {
    const table = readTable({ text: 'a,b\n1,2\n"3,4\n5,6\n', ...auto })
    expect(table.problems).toMatchObject([{ line: 3 }])
    expect(table.problems[0]?.message).toContain('never closed')
  })

  it('numbers duplicate and empty column names and defuses __proto__', () => {
    expect(readTable({ text: 'a,a,,__proto__\n1,2,3,4\n', ...auto }).columns).toEqual([
      'a',
      'a 2',
      'column 3',
      'column 4',
    ])
  })

  it('refuses empty and binary input with a sentence that says what to do', () => {
    expect(() => readTable({ text: ' \n', ...auto })).toThrow('The file is empty')
    expect(() => readTable({ text: 'a,b\n\0,1', ...auto })).toThrow('Save it as UTF-8')
  })
})

describe('reading JSON Lines', () => {
  it('gathers columns over all lines and lists broken ones by line', () => {
    const text = '{"input":"x","target":"A"}\n\nnot json\n[1]\n{"input":"y","extra":{"k":[1]}}\n'
    const table = readTable({ text, format: 'jsonl', delimiter: null })
    expect(table.columns).toEqual(['input', 'target', 'extra'])
    expect(table.rows.map(({ row, line }) => ({ row, line }))).toEqual([
      { row: 1, line: 1 },
      { row: 4, line: 5 },
    ])
    expect(table.problems.map((problem) => problem.line)).toEqual([3, 4])
  })

  it('is recognised without being told, and __proto__ stays out', () => {
    const table = readTable({ text: '{"__proto__":{"polluted":1},"a":1}\n', ...auto })
    expect(table.format).toBe('jsonl')
    expect(Object.keys(table.rows[0]?.values ?? {})).toEqual(['a'])
  })
})

describe('cases from a table', () => {
  it('guesses expected, tags and ids by name and makes cases of it', () => {
    const text = 'id,Customer text,label,tags\n7,hello,greet,"short; plain"\n8,,,\n'
    const mapping = mappingOf(text)
    expect(mapping.map(({ use, variableName }) => [use, variableName])).toEqual([
      ['ignore', 'id'],
      ['variable', 'customer_text'],
      ['expected', 'label'],
      ['tag', 'tags'],
    ])
    expect(readCases({ text, ...auto, mapping }).cases).toEqual([
      { variables: { customer_text: 'hello' }, expected: 'greet', tags: ['short', 'plain'], weight: 1 },
      { variables: { customer_text: '' }, expected: null, tags: [], weight: 1 },
    ])
  })

  it('refuses a mapping without a variable, with a name twice, or of a column that is not there', () => {
    const text = 'a,b\n1,2\n'
    const to = (use: 'variable' | 'ignore', variableName: string, column = 'a') => ({ column, use, variableName })
    const read =
      (...mapping: ReturnType<typeof to>[]) =>
      () =>
        readCases({ text, ...auto, mapping })
    expect(read(to('ignore', 'a'))).toThrow('No column is mapped to a variable')
    expect(read(to('variable', 'x'), to('variable', 'x', 'b'))).toThrow('Two columns are mapped to the variable "x"')
    expect(read(to('variable', 'x', 'z'))).toThrow('The table has no column "z". It has: a, b.')
  })

  it('lists a row whose weight is no number', () => {
    const text = 'a,weight\nx,2\ny,heavy\n'
    const { cases, problems } = readCases({ text, ...auto, mapping: mappingOf(text) })
    expect(cases.map((each) => each.weight)).toEqual([2])
    expect(problems).toEqual([
      { row: 2, line: 3, message: 'The weight "heavy" in column "weight" is not a number from 0 to 1000.' },
    ])
  })
})

it('takes a piece of a longer file that lacks a column, which a whole one may not', () => {
  const source = { text: '{"q":"1"}\n', format: 'jsonl' as const, delimiter: null }
  const mapping = [
    { column: 'q', use: 'variable' as const, variableName: 'q' },
    { column: 'note', use: 'variable' as const, variableName: 'note' },
  ]
  expect(readCases({ ...source, mapping, isPiece: true }).cases).toMatchObject([{ variables: { q: '1', note: '' } }])
  expect(() => readCases({ ...source, mapping })).toThrow('no column "note"')
})
