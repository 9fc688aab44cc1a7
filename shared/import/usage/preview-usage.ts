import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'
import type { UsageFileKind, UsagePreview, UsageProblem, UsageReading } from '../../domain/usage-log.ts'
import { formatOfFile } from '../format-of-file.ts'
import type { RawUsageRow } from './raw-usage-row.ts'
import { createUsageReader, objectRow } from './read-usage-row.ts'
import { usageFormats } from './registry.ts'
import { createRowSplitter } from './split-usage-rows.ts'
import { plainRow, type UsageFileRow, type UsageFormat } from './usage-format.ts'

export interface UsageHead {
  readonly fileName: string
  /** The beginning of the file. */
  readonly text: string
  /** Whether that is all of it. */
  readonly isWhole: boolean
  /** Null = told by the columns. */
  readonly formatId: string | null
}

const ROWS_LOOKED_AT = 200
const SAMPLE_ROWS = 20
const SAMPLE_CHARACTERS = 200
const DELIMITERS = [',', '\t', ';', '|']

/**
 * What a usage log's beginning shows: its format, its columns and a first guess at what they say.
 *
 * @throws AppError `bad-input` where it holds no row
 */
export function previewUsage({ fileName, text, isWhole, formatId }: UsageHead): UsagePreview {
  const clean = text.replace(/^\uFEFF/, '')
  const kind = kindOf(fileName, clean)
  const delimiter = kind === 'csv' ? delimiterOf(clean) : null
  const splitter = createRowSplitter(kind, delimiter)
  const rows: RawUsageRow[] = []
  for (const some of splitter.push(clean, isWhole)) {
    rows.push(...some)
    if (rows.length >= ROWS_LOOKED_AT) break
  }
  const header = splitter.header()
  const objects = rows
    .slice(0, ROWS_LOOKED_AT)
    .flatMap((row) => (typeof row === 'string' ? [] : [objectRow(row, header)]))
  if (objects.length === 0) {
    const why = rows.find((row) => typeof row === 'string')
    throw new AppError(
      'bad-input',
      `The file "${fileName}" holds no row of usage.${typeof why === 'string' ? ` ${why}` : ''}`,
    )
  }
  const fitting = candidates().filter((format) => format.isFormatOf(new Set(columnsOf(plainRows(format, objects)))))
  const format = formatId === null ? (fitting[0] ?? usageFormats.get('generic')) : usageFormats.get(formatId)
  const plain = plainRows(format, objects)
  const columns = columnsOf(plain)
  if (columns.length === 0)
    throw new AppError('bad-input', `The file "${fileName}" holds no row that ${format.label} calls a call.`)
  const reading: UsageReading = { formatId: format.id, kind, delimiter, columns: format.mapColumns(columns) }
  return {
    reading,
    formats: candidates().map(({ id, label }) => ({ id, label })),
    note: format.note ?? null,
    sample: plain.slice(0, SAMPLE_ROWS).map(shortRow),
    problems: problemsOf(reading, rows, header),
  }
}

/** The one that takes everything comes last. */
function candidates(): readonly UsageFormat[] {
  const generic = usageFormats.get('generic')
  return [...usageFormats.all.filter((format) => format !== generic), generic]
}

function plainRows(format: UsageFormat, rows: readonly UsageFileRow[]): readonly UsageFileRow[] {
  const flatten = format.flatten ?? ((row: UsageFileRow) => [plainRow(row)])
  return rows.flatMap((row) => {
    const made = flatten(row)
    return typeof made === 'string' ? [] : made
  })
}

function columnsOf(rows: readonly UsageFileRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 500)
}

function shortRow(row: UsageFileRow): Record<string, JsonValue> {
  const short = (value: JsonValue) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return text.length > SAMPLE_CHARACTERS ? `${text.slice(0, SAMPLE_CHARACTERS - 1)}…` : value
  }
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, short(value)]))
}

function problemsOf(
  reading: UsageReading,
  rows: readonly RawUsageRow[],
  header: readonly string[] | null,
): UsageProblem[] {
  let read: ReturnType<typeof createUsageReader>
  try {
    read = createUsageReader(reading, header)
  } catch {
    // A mapping that says too little yet: the user completes it.
    return []
  }
  return rows.slice(0, ROWS_LOOKED_AT).flatMap((row, index) => {
    const made = read.read(row)
    return typeof made === 'string' ? [{ row: index + 1, message: made }] : []
  })
}

function kindOf(fileName: string, text: string): UsageFileKind {
  const named = formatOfFile(fileName)
  if (named === 'csv' || named === 'jsonl') return named
  const begin = text.trimStart()
  if (begin.startsWith('[')) return 'json'
  if (!begin.startsWith('{')) return 'csv'
  const [line = ''] = begin.split('\n', 1)
  try {
    // A page of buckets in one line is one object, too, but its rows lie in a list.
    const value: unknown = JSON.parse(line)
    const isPage = typeof value === 'object' && value !== null && Array.isArray(Reflect.get(value, 'data'))
    return isPage ? 'json' : 'jsonl'
  } catch {
    return 'json'
  }
}

function delimiterOf(text: string): string {
  const [line = ''] = text.split('\n', 1)
  const count = (sign: string) => line.split(sign).length
  return DELIMITERS.reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}
