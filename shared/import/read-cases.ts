import { allSteps } from '../all-steps.ts'
import { AppError } from '../contract/errors.ts'
import type { CaseContent } from '../domain/eval-set.ts'
import type { ColumnMapping, ImportedCases, ImportProblem } from '../domain/import.ts'
import type { JsonValue } from '../domain/json.ts'
import type { Assertion } from '../domain/score.ts'
import { ConfigFiles } from './promptfoo/config-files.ts'
import { csvTest, isSpecialColumn } from './promptfoo/csv-test.ts'
import { type AskedCase, foldAssertions } from './promptfoo/fold-assertions.ts'
import { Notes } from './promptfoo/notes.ts'
import { testAssertions } from './promptfoo/test-assertions.ts'
import { readTableInSteps, type TableRow, type TableSource } from './read-table.ts'

export interface CaseSource extends TableSource {
  readonly mapping: readonly ColumnMapping[]
  /** Of a longer file whose other pieces may have columns that this one lacks. */
  readonly isPiece?: boolean
}

const ROWS_PER_STEP = 500

/**
 * The cases of a table under a mapping. Rows that cannot become a case are listed, not imported.
 *
 * @throws AppError `bad-input` when the mapping names no variable, names one twice, or a column that is not there
 */
export function readCases(source: CaseSource): ImportedCases {
  return allSteps(readCasesInSteps(source))
}

/**
 * readCases, with a pause every few milliseconds.
 *
 * @param see called with the row of every case, in their order
 */
export function* readCasesInSteps(
  source: CaseSource,
  see: (row: TableRow) => void = () => {},
): Generator<void, ImportedCases> {
  const table = yield* readTableInSteps(source)
  const { mapping, isPiece = false } = source
  checkMapping(mapping, isPiece ? mapping.map(({ column }) => column) : table.columns)
  const cases: CaseContent[] = []
  const problems: ImportProblem[] = [...table.problems]
  const asserting = new Set(source.mapping.filter(({ use }) => use === 'assertion').map(({ column }) => column))
  const asked: AskedCase[] = []
  const notes = new Notes()
  for (const [index, row] of table.rows.entries()) {
    if (index % ROWS_PER_STEP === ROWS_PER_STEP - 1) yield
    const made = toCase(row, source.mapping)
    if (typeof made === 'string') problems.push({ row: row.row, line: row.line, message: made })
    else {
      const assertions = asserting.size === 0 ? [] : rowAssertions(row, asserting, notes)
      if (typeof assertions === 'string') {
        problems.push({ row: row.row, line: row.line, message: assertions })
        continue
      }
      if (asserting.size === 0) cases.push(made)
      else asked.push({ content: made, assertions, place: `row ${row.row}` })
      see(row)
    }
  }
  if (asserting.size === 0) return { cases, assertions: [], problems }
  const taken = new Set(source.mapping.filter(({ use }) => use === 'variable').map((one) => one.variableName))
  const folded = foldAssertions(asked, notes, taken)
  const told = notes.list.map(({ place, message }) => ({ row: null, line: null, message: `${place}: ${message}` }))
  return { ...folded, problems: [...problems, ...told] }
}

/** What the row's columns of assertions ask, or what keeps it from being read. */
function rowAssertions(
  { row, values }: TableRow,
  asserting: ReadonlySet<string>,
  notes: Notes,
): readonly Assertion[] | string {
  // A table stands alone: what its cells name in other files is refused.
  const files = new ConfigFiles({ paths: [], read: () => '' }, '')
  const special = Object.entries(values).filter(([name]) =>
    name.startsWith('__expected') ? asserting.has(name) : isSpecialColumn(name),
  )
  try {
    const test = csvTest(Object.fromEntries(special))
    return testAssertions({ test, byDefault: {}, options: {}, place: `row ${row}` }, { notes, files })
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

function checkMapping(mapping: readonly ColumnMapping[], columns: readonly string[]): void {
  const known = new Set(columns)
  const names = new Set<string>()
  let expectedCount = 0
  for (const { column, use, variableName } of mapping) {
    if (!known.has(column))
      throw new AppError('bad-input', `The table has no column "${column}". It has: ${columns.join(', ')}.`)
    if (use === 'expected') expectedCount += 1
    if (use !== 'variable') continue
    if (variableName.trim() === '') throw new AppError('bad-input', `The column "${column}" needs a variable's name.`)
    if (names.has(variableName))
      throw new AppError('bad-input', `Two columns are mapped to the variable "${variableName}".`)
    names.add(variableName)
  }
  if (names.size === 0)
    throw new AppError('bad-input', 'No column is mapped to a variable: a prompt would see nothing of the cases.')
  if (expectedCount > 1) throw new AppError('bad-input', 'Only one column can be the expected answer.')
}

/** The case, or what keeps the row from being one. */
function toCase(row: TableRow, mapping: readonly ColumnMapping[]): CaseContent | string {
  const variables: Record<string, JsonValue> = {}
  let expected: string | null = null
  let weight = 1
  const tags: string[] = []
  for (const { column, use, variableName } of mapping) {
    const value = row.values[column] ?? null
    if (use === 'variable') variables[variableName] = value ?? ''
    else if (use === 'expected') expected = value === null || value === '' ? null : asText(value)
    else if (use === 'tag') tags.push(...tagsOf(value))
    else if (use === 'weight' && value !== null && value !== '') {
      weight = Number(value)
      if (!(weight >= 0 && weight <= 1000))
        return `The weight "${asText(value).slice(0, 40)}" in column "${column}" is not a number from 0 to 1000.`
    }
  }
  return { variables, expected, tags: [...new Set(tags)].slice(0, 50), weight }
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A tag cell may hold several, separated by comma, semicolon or bar; a JSON list is taken as it is. */
function tagsOf(value: JsonValue): string[] {
  const parts = Array.isArray(value) ? value.map(asText) : value === null ? [] : asText(value).split(/[,;|]/)
  return parts.map((part) => part.trim().slice(0, 200)).filter((part) => part !== '')
}
