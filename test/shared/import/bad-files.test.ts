import { expect, it } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { CaseContent } from '../../../shared/domain/eval-set.ts'
import { previewTable } from '../../../shared/import/preview-table.ts'
import { readCases } from '../../../shared/import/read-cases.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

const numbers = [0, 1, 2, 3, 4, 5]
const lines = (make: (index: number) => unknown) => numbers.map((index) => JSON.stringify(make(index))).join('\n')

const files: Readonly<Record<string, string>> = {
  csv: `review,label,weight\n${numbers.map((index) => `"It is ""${index}""",good,${index}`).join('\n')}`,
  crlf: `review;label\r\n${numbers.map((index) => `"It is\r\n${index}";good`).join('\r\n')}\r\n`,
  tsv: `review\tlabel\n${numbers.map((index) => `It is ${index}\tgood`).join('\n')}`,
  jsonl: lines((index) => ({ review: `It is ${index}`, label: 'good', weight: index })),
  json: JSON.stringify({ rows: numbers.map((index) => ({ review: `It is ${index}`, label: 'good' })) }, null, 1),
  yaml: `tests:\n${numbers.map((index) => `  - vars: { review: &a${index} 'It is ${index}', again: *a${index} }`).join('\n')}`,
  evals: lines((index) => ({ input: [{ role: 'user', content: `${index}` }], ideal: ['a', 'b'] })),
  hosted: lines((index) => ({ item: { review: `${index}` }, sample: { output_text: 'good' } })),
  langfuse: lines((index) => ({ input: { review: `${index}` }, expectedOutput: { a: 1 }, metadata: [] })),
  tuning: lines((index) => ({ messages: [{ role: 'user', content: `${index}` }] })),
}

type Spoil = (text: string, at: number, random: () => number) => string
const insert =
  (what: string): Spoil =>
  (text, at) =>
    `${text.slice(0, at)}${what}${text.slice(at)}`
const SIGNS = [
  '\0',
  '"',
  '\uD800',
  '\\uD800',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r\n',
  '\t',
  '&a ',
  '*a ',
  '- ',
  '<<: ',
]
const spoils: readonly Spoil[] = [
  (text, at) => text.slice(0, at),
  (text, at) => text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at, random) => text.slice(0, at) + text.slice(Math.floor(random() * text.length)),
  (text, at) => text + text.slice(0, at),
  (text) => text.replaceAll('review', '__proto__'),
  (text) => text.replaceAll('review', 'label'),
  (text) => text.replaceAll('"', "'"),
  (text) => text.replaceAll('\n', '\r'),
  (text) => text.replaceAll(/[0-9]+/g, '1e999'),
  (text) => `\uFEFF${text}`,
  ...SIGNS.map(insert),
  insert('['.repeat(2000)),
  insert('{"a":'.repeat(2000)),
]

it('ends in cases or in one sentence for every one of a thousand spoilt files, and never in a crash', () => {
  const random = seededRandom('bad files')
  let tried = 0
  let refused = 0
  for (const [name, text] of Object.entries(files))
    for (const spoil of spoils)
      for (let round = 0; round < 4; round++) {
        const spoilt = spoil(text, Math.floor(random() * text.length), random)
        const source = { text: spoilt, format: name === 'yaml' ? ('yaml' as const) : null, delimiter: null }
        tried += 1
        try {
          const { suggestedMapping, problems } = previewTable(source)
          for (const { message } of problems) expect(message).toMatch(/^[A-Z0-9].*\S$/s)
          const { cases } = readCases({ ...source, mapping: suggestedMapping })
          for (const one of cases) expect(CaseContent.safeParse(one).success).toBe(true)
        } catch (error) {
          if (!(error instanceof AppError))
            throw new Error(`${name}: ${JSON.stringify(spoilt).slice(0, 2000)}`, { cause: error })
          expect(error.message).toMatch(/^[A-Z].{10,}/s)
          refused += 1
        }
      }
  expect(tried).toBeGreaterThan(1000)
  expect(refused).toBeGreaterThan(50)
  expect(refused).toBeLessThan(tried / 2)
  expect(Object.keys(Object.prototype)).toEqual([])
})
