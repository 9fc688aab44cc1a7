import { allSteps } from '../all-steps.ts'
import type { ColumnMapping, TablePreview } from '../domain/import.ts'
import { isSpecialColumn } from './promptfoo/csv-test.ts'
import { readTableInSteps, type TableSource } from './read-table.ts'

const SAMPLE_ROWS = 20
const EXPECTED = new Set([
  'expected',
  'expected_output',
  'expected_answer',
  'correct_answer',
  'reference',
  'reference_answer',
  'gold',
  'gold_label',
  'golden_answer',
  'sentiment',
  'target',
  'label',
  'answer',
  'ideal',
  'ground_truth',
  'output',
])
const TAG = new Set(['tag', 'tags', 'category', 'topic'])
const WEIGHT = new Set(['weight'])
const IGNORED = new Set(['id', 'index', 'row', 'metadata', 'output_text'])

/** What an import would read, for the mapping step. @throws AppError `bad-input` when there is no table */
export function previewTable(source: TableSource): TablePreview {
  return allSteps(previewTableInSteps(source))
}

/** previewTable, with a pause every few milliseconds. */
export function* previewTableInSteps(source: TableSource): Generator<void, TablePreview> {
  const table = yield* readTableInSteps(source)
  return {
    format: table.format,
    shape: table.shape,
    delimiter: table.delimiter,
    columns: [...table.columns],
    sample: table.rows.slice(0, SAMPLE_ROWS).map((row) => ({ ...row.values })),
    rowCount: table.rows.length,
    problems: [...table.problems],
    suggestedMapping: suggestMapping(table.columns),
  }
}

/** A first guess by the columns' names: the user sees and changes it. */
function suggestMapping(columns: readonly string[]): ColumnMapping[] {
  let hasExpected = false
  return columns.map((column) => {
    const name = column.toLowerCase().replaceAll(/[\s-]+/g, '_')
    const variableName = toVariableName(column)
    if (isSpecialColumn(column)) return { column, use: specialUse(column), variableName }
    if (EXPECTED.has(name) && !hasExpected) {
      hasExpected = true
      return { column, use: 'expected', variableName }
    }
    if (TAG.has(name)) return { column, use: 'tag', variableName }
    if (WEIGHT.has(name)) return { column, use: 'weight', variableName }
    // A lone column is the input, whatever it is called.
    if (IGNORED.has(name) && columns.length > 1) return { column, use: 'ignore', variableName }
    return { column, use: 'variable', variableName }
  })
}

/** Of promptfoo's own columns; those beside the assertions are read with them. */
function specialUse(column: string): ColumnMapping['use'] {
  if (column.startsWith('__expected')) return 'assertion'
  return column.startsWith('__metadata:') ? 'tag' : 'ignore'
}

/** A column's name as a template can use it: `Customer name` → `customer_name`. */
function toVariableName(column: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(column)) return column
  const name = column
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
  return /^[\p{L}_]/u.test(name) ? name : `column_${name}`
}
