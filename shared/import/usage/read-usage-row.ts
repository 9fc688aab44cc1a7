import { AppError } from '../../contract/errors.ts'
import { MAX_USAGE_TAGS, type UsageColumn, type UsageReading, type UsageUse } from '../../domain/usage-log.ts'
import type { RawUsageRow } from './raw-usage-row.ts'
import { readTime } from './read-time.ts'
import { usageFormats } from './registry.ts'
import { TextHash, textHash } from './text-hash.ts'
import { plainRow, type UsageFileRow } from './usage-format.ts'

/** What one row says; null = it does not say. The classes of input do not overlap. */
export interface UsageRecord {
  readonly atMs: number | null
  /** 1 for a row of its own call; of an aggregated row, how many it stands for. */
  readonly calls: number | null
  /** Empty = the log does not say. */
  readonly model: string
  readonly isError: boolean | null
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWrite5mTokens: number | null
  readonly cacheWrite1hTokens: number | null
  /** Reasoning included. */
  readonly outputTokens: number | null
  readonly reasoningTokens: number | null
  readonly costNanoUsd: number | null
  readonly latencyMs: number | null
  readonly promptHash: number | null
  readonly tags: readonly (string | null)[]
  /** Of the request's id where there is one, else of all that is mapped: tells rows apart that are imported twice. */
  readonly hash: number
  readonly hasRequestId: boolean
}

export interface UsageReader {
  readonly tagNames: readonly string[]
  /** The records of a row, none for a row that is no call, or in a sentence what is wrong with it. */
  readonly read: (row: RawUsageRow) => readonly UsageRecord[] | string
}

type Values = (index: number) => unknown

/**
 * Reads rows of a usage log under a mapping.
 *
 * @param header of a CSV
 * @param seed   of the hashes
 * @throws AppError `bad-input` for a mapping that says nothing of money, maps a use twice, or a column that is not there
 */
export function createUsageReader(reading: UsageReading, header: readonly string[] | null, seed = 0): UsageReader {
  const format = usageFormats.get(reading.formatId)
  const mapped = reading.columns.filter(({ use }) => use !== 'ignore')
  check(mapped)
  const places = new Map(mapped.map(({ use }, index) => [use, index]))
  const tagPlaces = mapped.flatMap(({ use }, index) => (use === 'tag' ? [index] : []))
  const tagNames = tagPlaces.map((index) => mapped[index]?.tagName || (mapped[index]?.column ?? ''))
  const saysError = mapped.some(({ use, column }) => use === 'status' && ERROR_COLUMN.test(column))
  const toRecord = recordReader(places, tagPlaces, { isAggregated: format.isAggregated, saysError, seed })
  const isPlain =
    header !== null && format.flatten === undefined && mapped.every(({ column }) => header.includes(column))
  if (header !== null && isPlain) {
    const indexes = mapped.map(({ column }) => header.indexOf(column))
    // Of the row that is being read; here, so that a million rows make no closures.
    let cells: readonly string[] = []
    const valueAt = (index: number) => cells[indexes[index] ?? -1]
    return {
      tagNames,
      read(row) {
        if (typeof row === 'string') return row
        // Only objects of JSON are no arrays, and a CSV has none.
        cells = row as readonly string[]
        if (cells.length > header.length) return `It has ${cells.length} cells, and the header ${header.length}.`
        const record = toRecord(valueAt)
        return typeof record === 'string' ? record : [record]
      },
    }
  }
  const flatten = format.flatten ?? ((row: UsageFileRow) => [plainRow(row)])
  return {
    tagNames,
    read(row) {
      if (typeof row === 'string') return row
      const plain = flatten(objectRow(row, header))
      if (typeof plain === 'string') return plain
      const records: UsageRecord[] = []
      for (const one of plain) {
        const record = toRecord((index) => one[mapped[index]?.column ?? ''])
        if (typeof record === 'string') return record
        records.push(record)
      }
      return records
    },
  }
}

/** A row as an object; cells of a CSV that hold JSON are read, since exports of nested data have them. */
export function objectRow(row: Exclude<RawUsageRow, string>, header: readonly string[] | null): UsageFileRow {
  // Parsed from JSON, or cells that are texts.
  if (!Array.isArray(row)) return row as UsageFileRow
  return Object.fromEntries(
    (header ?? []).flatMap((name, index) => (name === '__proto__' ? [] : [[name, cellValue(row[index] ?? '')]])),
  )
}

function cellValue(cell: string): UsageFileRow[string] {
  if (cell === '') return null
  if (!/^\s*[[{]/.test(cell)) return cell
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}

function check(mapped: readonly UsageColumn[]): void {
  const uses = new Set<UsageUse>()
  for (const { use } of mapped) {
    if (use !== 'tag' && uses.has(use))
      throw new AppError('bad-input', `Two columns are mapped to "${use}": choose one of them.`)
    uses.add(use)
  }
  if (mapped.filter(({ use }) => use === 'tag').length > MAX_USAGE_TAGS)
    throw new AppError('bad-input', `At most ${MAX_USAGE_TAGS} columns can be tags.`)
  const money = ['promptTokens', 'inputTokens', 'outputTokens', 'costUsd', 'costCents'] as const
  if (!money.some((use) => uses.has(use)))
    throw new AppError('bad-input', 'No column says what was used: map one to tokens or to the cost.')
  if (uses.has('promptTokens') && uses.has('inputTokens'))
    throw new AppError('bad-input', 'Map one column to the input: the whole prompt, or what was not cached of it.')
}

/** A column whose "true" is an error; of every other status "true" is a success. */
const ERROR_COLUMN = /(?:^|[^a-z])(?:is|has)?[_\s-]?(?:error|errored|failed|failure)$/i

function recordReader(
  places: ReadonlyMap<UsageUse, number>,
  tagPlaces: readonly number[],
  {
    isAggregated,
    saysError,
    seed,
  }: { readonly isAggregated: boolean; readonly saysError: boolean; readonly seed: number },
) {
  const at = (use: UsageUse) => places.get(use) ?? -1
  const counts = [
    'cacheReadTokens',
    'cacheWrite5mTokens',
    'cacheWrite1hTokens',
    'outputTokens',
    'reasoningTokens',
  ] as const
  const [cacheRead, write5m, write1h, output, reasoning] = counts.map(at)
  const [time, end, model, prompt, input] = (['time', 'endTime', 'model', 'promptTokens', 'inputTokens'] as const).map(
    at,
  )
  const [usd, cents, ms, seconds] = (['costUsd', 'costCents', 'latencyMs', 'latencySeconds'] as const).map(at)
  const [calls, status, request, promptText] = (['calls', 'status', 'requestId', 'promptHash'] as const).map(at)
  const size = places.size + tagPlaces.length
  // Of the row that is being read; here, so that a million rows make no closures.
  let values: Values = () => undefined
  let fault = ''
  // Most rows say what the row before says.
  let lastStatus: unknown = null
  let lastIsError: boolean | null = null
  function isErrorAt(place: number | undefined): boolean | null {
    const value = place === undefined || place < 0 ? null : values(place)
    if (value === lastStatus) return lastIsError
    lastStatus = value
    lastIsError = isErrorOf(value, saysError)
    return lastIsError
  }
  function figure(place: number | undefined, name: string): number | null {
    if (place === undefined || place < 0) return null
    const value = values(place)
    if (value === undefined || value === null || value === '') return null
    const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN
    if (number >= 0 && number < 1e15) return number
    fault ||= `Its ${name} "${String(value).slice(0, 40)}" is not a number from 0 on.`
    return null
  }
  const text = (place: number | undefined) => textOf(place === undefined || place < 0 ? null : values(place))
  const all = new TextHash(seed)
  function hashOfAll(): number {
    all.begin(seed)
    for (let place = 0; place < size; place++) all.add(text(place)).add('\u0001')
    return all.end()
  }
  return function toRecord(given: Values): UsageRecord | string {
    values = given
    fault = ''
    const read = count(figure(cacheRead, 'cache reads'))
    const short = count(figure(write5m, 'cache writes'))
    const long = count(figure(write1h, 'cache writes'))
    const whole = count(figure(prompt, 'input'))
    const cached = (read ?? 0) + (short ?? 0) + (long ?? 0)
    if (whole !== null && cached > whole) return `It counts ${cached} cached tokens in a prompt of ${whole}.`
    const atMs = time === undefined || time < 0 ? null : readTime(values(time))
    if (time !== undefined && time >= 0 && atMs === null) {
      const told = text(time)
      if (told !== '') return `Its time "${told.slice(0, 40)}" is no date and no moment in seconds or milliseconds.`
    }
    const dollars = figure(usd, 'cost') ?? over(figure(cents, 'cost'), 100)
    const took = figure(ms, 'latency') ?? over(figure(seconds, 'latency'), 0.001)
    const endMs = end === undefined || end < 0 ? null : readTime(values(end))
    const requestId = text(request)
    const record: UsageRecord = {
      atMs,
      calls: count(figure(calls, 'number of calls')) ?? (isAggregated ? null : 1),
      model: text(model).slice(0, 200),
      isError: isErrorAt(status),
      inputTokens: whole === null ? count(figure(input, 'input')) : whole - cached,
      cacheReadTokens: read,
      cacheWrite5mTokens: short,
      cacheWrite1hTokens: long,
      outputTokens: count(figure(output, 'output')),
      reasoningTokens: count(figure(reasoning, 'reasoning')),
      costNanoUsd: dollars === null ? null : Math.round(dollars * 1e9),
      latencyMs: count(took ?? (atMs !== null && endMs !== null && endMs >= atMs ? endMs - atMs : null)),
      promptHash: hashOrNull(text(promptText)),
      tags: tagPlaces.map((place) => text(place).slice(0, 200) || null),
      hash: requestId === '' ? hashOfAll() : textHash(requestId, seed),
      hasRequestId: requestId !== '',
    }
    if (fault !== '') return fault
    if (record.inputTokens === null && record.outputTokens === null && record.costNanoUsd === null && cached === 0)
      return 'It has neither tokens nor a cost.'
    return record
  }
}

function count(value: number | null): number | null {
  return value === null ? null : Math.round(value)
}

function over(value: number | null, divisor: number): number | null {
  return value === null ? null : value / divisor
}

function hashOrNull(text: string): number | null {
  return text === '' ? null : textHash(text)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return isTrim(value) ? value : value.trim()
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? listText(value) : String(value)
}

/** Whether there is certainly nothing to trim: half the time of finding out by `trim`. */
function isTrim(text: string): boolean {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)]
  return first > 32 && first < 127 && last > 32 && last < 127
}

/** A list of short texts, such as tags, in words; anything else as JSON. */
function listText(value: object): string {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ')
  return JSON.stringify(value)
}

/** Codes from 400 on, "error", "failure" … are errors; null where the log does not say, or says it otherwise. */
function isErrorOf(value: unknown, saysError: boolean): boolean | null {
  if (value === null || value === undefined || value === '') return null
  const word = String(value).trim().toLowerCase()
  if (/^(?:true|false)$/.test(word)) return (word === 'true') === saysError
  if (saysError && /^[01]$/.test(word)) return word === '1'
  if (/^\d{3}$/.test(word)) return Number(word) >= 400
  if (/^(?:error|failure|failed|fail|timeout|cancelled)$/.test(word)) return true
  return /^(?:ok|success|succeeded|default|debug|warning|complete|completed|stop)$/.test(word) ? false : null
}
