import { expect, it } from 'vitest'
import { previewTable } from '../../../shared/import/preview-table.ts'
import { readCases } from '../../../shared/import/read-cases.ts'

function read(text: string, format: 'json' | 'jsonl' | 'yaml' | null = null) {
  const source = { text, format, delimiter: null }
  const preview = previewTable(source)
  const { cases, problems } = readCases({ ...source, mapping: preview.suggestedMapping })
  return { preview, problems, cases: cases.map(({ variables, expected, tags }) => ({ variables, expected, tags })) }
}

const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const ask = { role: 'user', content: '1 + 1?' }
const be = { role: 'system', content: 'Be short.' }
const say = { role: 'assistant', content: '2' }

it.each([
  ['OpenAI Evals', lines({ input: [be, ask], ideal: '2' }), { system: 'Be short.', input: '1 + 1?' }],
  ['OpenAI Evals', lines({ input: '1 + 1?', ideal: ['2', 'two'] }), { input: '1 + 1?', ideals: ['2', 'two'] }],
  [
    'OpenAI hosted Evals',
    lines({ item: { q: '1 + 1?', expected: '2' }, sample: { output_text: '3' } }),
    { q: '1 + 1?' },
  ],
  [
    'Langfuse dataset',
    lines({ id: 'a', datasetName: 'd', input: { q: '1 + 1?' }, expectedOutput: '2' }),
    { q: '1 + 1?' },
  ],
  ['Braintrust dataset', lines({ id: 'a', input: '1 + 1?', expected: '2', metadata: { a: 1 } }), { input: '1 + 1?' }],
  ['Fine-tuning data', lines({ messages: [be, ask, say] }), { system: 'Be short.', input: '1 + 1?' }],
  [
    'Hugging Face rows',
    JSON.stringify({ features: [], rows: [{ row_idx: 0, row: { q: 'x', answer: '2' } }] }),
    { q: 'x' },
  ],
  ['promptfoo tests', lines({ vars: { q: '1 + 1?' }, assert: [{ type: 'equals', value: '2' }] }), { q: '1 + 1?' }],
])('reads rows of %s as plain columns', (label, text, variables) => {
  const { preview, cases, problems } = read(text)
  expect(preview.shape).toBe(label)
  expect(problems).toEqual([])
  expect(cases).toEqual([{ variables, expected: '2', tags: [] }])
})

it('makes several cases of lists in a test of promptfoo, and names a variable that lies in a file', () => {
  const text = "tests:\n  - vars: { a: [1, 2], b: [x, y] }\n  - vars: { a: 'file:///etc/passwd', b: z }\n"
  const { preview, cases, problems } = read(text, 'yaml')
  expect(cases.map(({ variables }) => variables)).toEqual([
    { a: 1, b: 'x' },
    { a: 1, b: 'y' },
    { a: 2, b: 'x' },
    { a: 2, b: 'y' },
  ])
  expect(preview.rowCount).toBe(4)
  expect(problems[0]).toMatchObject({ row: 2, message: expect.stringContaining('lies in a file of its own') })
})

it('tells JSON from JSON Lines by the text, and leaves plain rows alone', () => {
  const rows = [{ review: 'Good', label: 'positive' }, 'no object', 7]
  const pretty = read(JSON.stringify({ rows }, null, 2))
  expect(pretty.preview).toMatchObject({ format: 'json', shape: null })
  expect(pretty.problems).toEqual([
    { row: 3, line: null, message: expect.stringContaining('This entry is not a JSON object') },
  ])
  expect(read(JSON.stringify(rows.slice(0, 1))).preview.format).toBe('json')
  expect(read(lines({ a: 1 }, { a: 2 })).preview).toMatchObject({ format: 'jsonl', rowCount: 2 })
  expect(previewTable({ text: 'a,b\n1,2', format: null, delimiter: null }).format).toBe('csv')
})

it('ends with one clear message for what is no table, and never by a crash', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((at, index) => `${at}: &${at} [${Array(9).fill(`*${'abcdefg'[index]}`)}]`),
    'rows: [*h]',
  ].join('\n')
  expect(() => read('{"a": 1, ', 'json')).toThrow('not valid JSON')
  expect(() => read('{"a": 1}', 'json')).toThrow('holds no list of cases')
  expect(() => read('a: [1', 'yaml')).toThrow('not valid YAML')
  expect(() => read(bomb, 'yaml')).toThrow('cannot be read as YAML')
  expect(() => read(deep, 'yaml')).toThrow(/YAML/)
  const source = (text: string, format: 'json' | 'jsonl') => ({ text, format, delimiter: null })
  expect(previewTable(source(`[{"a": ${deep}}, {"a": 1}]`, 'json'))).toMatchObject({
    rowCount: 1,
    problems: [{ row: 1, message: expect.stringContaining('nested more than 100 levels deep') }],
  })
  expect(previewTable(source(`{"a": ${deep}}\n{"a": 1}`, 'jsonl'))).toMatchObject({ rowCount: 1 })
  const hostile = read('[{"vars": {"__proto__": {"polluted": 1}, "q": "x"}}]')
  expect(hostile.cases.map(({ variables }) => Object.keys(variables))).toEqual([['q']])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})
