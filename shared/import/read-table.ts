import { allSteps } from '../all-steps.ts'
import { AppError } from '../contract/errors.ts'
import type { ImportProblem, TableFormat } from '../domain/import.ts'
import { JsonValue } from '../domain/json.ts'
import { csvRecords } from './csv-records.ts'
import { isNestedDeeper } from './is-nested-deeper.ts'
import { isDocument, readDocument } from './read-document.ts'
import { applyShape } from './shapes/apply-shape.ts'

export interface TableSource {
  readonly text: string
  /** Null = found out from the text. */
  readonly format: TableFormat | null
  /** Of a CSV; null = found out from the text. */
  readonly delimiter: string | null
}

export interface TableRow {
  /** 1 for the first row of data. */
  readonly row: number
  /** Line of the file on which the row begins, from 1; null where it is not known. */
  readonly line: number | null
  readonly values: Readonly<Record<string, JsonValue>>
}

export interface Table {
  /** The other tool whose shape the rows had, in words; null = plain columns. */
  readonly shape: string | null
  readonly format: TableFormat
  readonly delimiter: string | null
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  readonly problems: readonly ImportProblem[]
}

const DELIMITERS = [',', '\t', ';', '|']
/** More problems than a person reads; the rest is counted in the last one. */
const MAX_PROBLEMS = 200
const MAX_DEPTH = 100
/** JSON lines between two pauses: a few milliseconds. */
const LINES_PER_STEP = 500

/**
 * Reads a table of cases: CSV (RFC 4180, with or without byte order mark, any delimiter, any line end) or JSON Lines.
 * Rows that cannot be read are left out and listed with their place; the good ones still come in.
 *
 * @throws AppError `bad-input` when there is no table at all
 */
export function readTable(source: TableSource): Table {
  return allSteps(readTableInSteps(source))
}

/** readTable, with a pause every few milliseconds. */
export function* readTableInSteps(source: TableSource): Generator<void, Table> {
  const text = source.text.startsWith('\uFEFF') ? source.text.slice(1) : source.text
  if (text.trim() === '')
    throw new AppError('bad-input', 'The file is empty: a table of cases has a header and at least one row.')
  if (text.includes('\0')) {
    throw new AppError(
      'bad-input',
      'The file holds NUL bytes, so it is not text in UTF-8. Save it as UTF-8 and import it again.',
    )
  }
  const format = source.format ?? guessFormat(text)
  const table = yield* readAs(format, text, source.delimiter)
  if (format === 'csv') return { ...table, shape: null, problems: capProblems(table.problems) }
  const { shape, columns, rows, problems } = yield* applyShape(table.rows, table.columns)
  const all = capProblems([...table.problems, ...problems])
  return { ...table, shape: shape?.label ?? null, columns, rows, problems: all }
}

function readAs(format: TableFormat, text: string, delimiter: string | null): Generator<void, Omit<Table, 'shape'>> {
  switch (format) {
    case 'csv':
      return readCsv(text, delimiter)
    case 'jsonl':
      return readJsonLines(text)
    case 'json':
    case 'yaml':
      return readRows(format, readDocument(text, format))
    default:
      return format satisfies never
  }
}

function* readRows(format: 'json' | 'yaml', list: readonly unknown[]): Generator<void, Omit<Table, 'shape'>> {
  const columns = new Set<string>()
  const rows: TableRow[] = []
  const problems: ImportProblem[] = []
  for (const [index, item] of list.entries()) {
    if (index % LINES_PER_STEP === LINES_PER_STEP - 1) yield
    const row = index + 1
    const values = typeof item === 'string' ? { input: item } : toObject(item)
    if (typeof values === 'string') {
      problems.push({ row, line: null, message: `This entry ${values}` })
      continue
    }
    for (const name of Object.keys(values)) columns.add(name)
    rows.push({ row, line: null, values })
  }
  return { format, delimiter: null, columns: [...columns], rows, problems }
}

function guessFormat(text: string): TableFormat {
  const start = text.slice(0, 100_000).trimStart()
  const end = text.slice(-100).trimEnd().at(-1)
  if (/^\[\s*[[{"\]]/.test(start) && end === ']') return 'json'
  // An object that goes on below its first line, or is all there is, is a document and no line of one.
  const firstLine = start.split(/\r?\n/, 1)[0] ?? ''
  const goesOn = end === '}' && /^\{\s*(?:"[^"]*"\s*:\s*[[{]?\s*)?$/.test(firstLine)
  const isOneLine = firstLine.startsWith('{') && !/[\r\n]/.test(text.trim())
  if (goesOn || (isOneLine && isDocument(text))) return 'json'
  return /^\{[\s\S]*?\}\s*(\n|$)/.test(start) ? 'jsonl' : 'csv'
}

function* readJsonLines(text: string): Generator<void, Omit<Table, 'shape'>> {
  const columns = new Set<string>()
  const rows: TableRow[] = []
  const problems: ImportProblem[] = []
  let row = 0
  let index = -1
  for (const line of linesOf(text)) {
    index += 1
    if (index % LINES_PER_STEP === LINES_PER_STEP - 1) yield
    if (line.trim() === '') continue
    row += 1
    const values = parseObject(line)
    if (typeof values === 'string') {
      problems.push({ row, line: index + 1, message: values })
      continue
    }
    for (const name of Object.keys(values)) columns.add(name)
    rows.push({ row, line: index + 1, values })
  }
  return { format: 'jsonl', delimiter: null, columns: [...columns], rows, problems }
}

function* linesOf(text: string): Generator<string> {
  let start = 0
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    yield text.slice(start, index)
    start = index + end.length
  }
  yield text.slice(start)
}

/** The object of one line, or what is wrong with it. */
function parseObject(line: string): Record<string, JsonValue> | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `This line is not valid JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`
  }
  const object = toObject(value)
  return typeof object === 'string' ? `This line ${object}` : object
}

/** Its columns, or what is wrong with it, as the rest of a sentence. */
function toObject(value: unknown): Record<string, JsonValue> | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'is not a JSON object: one object of column names and values is expected on each line.'
  if (isNestedDeeper(value, MAX_DEPTH)) return `is nested more than ${MAX_DEPTH} levels deep.`
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  const parsed = entries.map(([name, part]) => [name, JsonValue.safeParse(part)] as const)
  const wrong = parsed.find(([, { success }]) => !success)
  if (wrong) return `has something in "${wrong[0].slice(0, 100)}" that is neither text, number, list nor object.`
  return Object.fromEntries(parsed.map(([name, { data }]) => [name, data ?? null]))
}

function* readCsv(text: string, delimiter: string | null): Generator<void, Omit<Table, 'shape'>> {
  const problems: ImportProblem[] = []
  const lineOfRow = createLineCounter(text)
  const found = delimiter ?? guessDelimiter(text)
  let columns: readonly string[] | null = null
  let row = 0
  const rows: TableRow[] = []
  for (const records of csvRecords(text, found)) {
    for (const { cells, offset, quoteErrors } of records) {
      const line = lineOfRow(offset)
      for (const code of quoteErrors) problems.push({ row, line, message: quoteMessage(code) })
      if (quoteErrors.length > 0) continue
      if (columns === null) {
        columns = uniqueNames(cells)
        continue
      }
      row += 1
      if (cells.length === columns.length)
        rows.push({ row, line, values: Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])) })
      else problems.push({ row, line, message: raggedMessage(cells.length, columns.length) })
    }
    yield
  }
  if (columns === null)
    throw new AppError('bad-input', 'The file has no header row: the first line of a CSV names the columns.')
  return { format: 'csv', delimiter: found, columns, rows, problems }
}

function raggedMessage(cells: number, columns: number): string {
  const count = `${cells} ${cells === 1 ? 'field' : 'fields'}`
  return `This row has ${count}, the header names ${columns}. Is a quote or a delimiter missing?`
}

/**
 * The delimiter that comes most often in the header, outside of quotes. Papa Parse's own guess wants rows of one length, so
 * a single ragged row leads it astray.
 */
export function guessDelimiter(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((mark) => [mark, 0]))
  let isQuoted = false
  for (const mark of text.trimStart()) {
    if (mark === '"') isQuoted = !isQuoted
    else if (!isQuoted && (mark === '\n' || mark === '\r')) break
    else if (!isQuoted && counts.has(mark)) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  return DELIMITERS.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))[0] ?? ','
}

function quoteMessage(code: string): string {
  return code === 'MissingQuotes'
    ? 'A quoted field that begins here is never closed. Add the missing quote.'
    : 'A quoted field has text after its closing quote. A quote inside a field is written twice.'
}

/** Names as they stand, numbered where one is empty or comes twice. */
function uniqueNames(header: readonly string[]): string[] {
  const taken = new Set<string>()
  const lastNumber = new Map<string, number>()
  return header.map((cell, index) => {
    const base = cell.trim() === '' || cell.trim() === '__proto__' ? `column ${index + 1}` : cell.trim()
    let name = base
    // Counting on from the last number keeps a header of many equal names linear.
    for (let number = lastNumber.get(base) ?? 1; taken.has(name); lastNumber.set(base, number)) {
      number += 1
      name = `${base} ${number}`
    }
    taken.add(name)
    return name
  })
}

/** Gives the line on which an offset lies; offsets must rise from call to call. */
function createLineCounter(text: string): (offset: number) => number {
  let line = 1
  let seen = 0
  return (offset) => {
    for (; seen < offset; seen += 1) {
      const code = text.charCodeAt(seen)
      if (code === 10 || (code === 13 && text.charCodeAt(seen + 1) !== 10)) line += 1
    }
    // Blank lines before a row are skipped by the reader, yet they count.
    let ahead = offset
    let extra = 0
    while (ahead < text.length && (text[ahead] === '\n' || text[ahead] === '\r')) {
      if (text[ahead] === '\n' || text[ahead + 1] !== '\n') extra += 1
      ahead += 1
    }
    return line + extra
  }
}

function capProblems(problems: readonly ImportProblem[]): readonly ImportProblem[] {
  if (problems.length <= MAX_PROBLEMS) return problems
  const rest = problems.length - MAX_PROBLEMS
  return [...problems.slice(0, MAX_PROBLEMS), { row: null, line: null, message: `${rest} more rows have problems.` }]
}
