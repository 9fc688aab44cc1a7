import type { UsageFileKind } from '../../domain/usage-log.ts'
import { csvRecords } from '../csv-records.ts'
import { jsonObjects } from './json-objects.ts'
import { objectOf, type RawUsageRow } from './raw-usage-row.ts'

/** Takes a file in pieces and gives its rows in groups, so that a file of any size is read in little memory. */
export interface RowSplitter {
  /** Of a CSV; null before its first row. */
  readonly header: () => readonly string[] | null
  readonly push: (text: string, isLast: boolean) => Generator<readonly RawUsageRow[], void>
}

/** Characters of a row that never ends: more is no log, and would fill the memory. */
const MAX_ROW = 16_000_000

export function createRowSplitter(kind: UsageFileKind, delimiter: string | null): RowSplitter {
  if (kind === 'json') return { header: () => null, push: jsonObjects() }
  return kind === 'csv' ? csvSplitter(delimiter ?? ',') : lineSplitter()
}

function csvSplitter(delimiter: string): RowSplitter {
  let rest = ''
  let header: readonly string[] | null = null
  function* rowsOf(records: readonly (readonly string[])[]): Generator<readonly RawUsageRow[], void> {
    let rows = records
    if (header === null && rows.length > 0) {
      header = (rows[0] ?? []).map((name, index) => (index === 0 ? name.replace(/^\uFEFF/, '') : name).trim())
      rows = rows.slice(1)
    }
    if (rows.length > 0) yield rows
  }
  return {
    header: () => header,
    *push(text, isLast) {
      const whole = rest + text
      rest = ''
      if (!whole.includes('"')) {
        // Four times as fast as a reader that looks for quotes: most logs have none.
        const end = isLast ? whole.length : whole.lastIndexOf('\n') + 1
        rest = whole.slice(end)
        for (const lines of pieces(whole.slice(0, end)))
          yield* rowsOf(lines.filter((line) => line !== '' && line.trim() !== '').map((line) => line.split(delimiter)))
      } else {
        // What may go on in the next piece waits for it: the text from the last record on.
        let last: { readonly cells: readonly string[]; readonly offset: number } | null = null
        for (const records of csvRecords(whole, delimiter)) {
          if (last) yield* rowsOf([last.cells])
          yield* rowsOf(records.slice(0, -1).map(({ cells }) => cells))
          last = records.at(-1) ?? null
        }
        if (last && isLast) yield* rowsOf([last.cells])
        else rest = last ? whole.slice(last.offset) : ''
      }
      if (rest.length > MAX_ROW) throw new RangeError('A row of the file has no end.')
    },
  }
}

/** Characters that are split in one go: about a millisecond. */
const WINDOW = 128 * 1024

/** Whole lines, some at a time. */
function* pieces(text: string): Generator<readonly string[], void> {
  for (let at = 0; at < text.length; ) {
    const cut = at + WINDOW >= text.length ? -1 : text.indexOf('\n', at + WINDOW)
    const end = cut < 0 ? text.length : cut + 1
    const window = text.slice(at, end)
    yield window.split(window.includes('\r') ? /\r\n|\n|\r/ : '\n')
    at = end
  }
}

function lineSplitter(): RowSplitter {
  let rest = ''
  return {
    header: () => null,
    *push(text, isLast) {
      const whole = rest + text
      const end = isLast ? whole.length : whole.lastIndexOf('\n') + 1
      rest = whole.slice(end)
      if (rest.length > MAX_ROW) throw new RangeError('A row of the file has no end.')
      for (const lines of pieces(whole.slice(0, end)))
        yield lines.flatMap((line): RawUsageRow[] => {
          const trimmed = line.trim()
          return trimmed === '' ? [] : [objectOf(trimmed)]
        })
    },
  }
}
