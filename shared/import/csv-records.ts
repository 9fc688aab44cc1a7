import Papa from 'papaparse'

export interface CsvRecord {
  readonly cells: readonly string[]
  /** Where it begins in the text, blank lines before it included. */
  readonly offset: number
  /** Papa Parse's codes for faulty quotes. */
  readonly quoteErrors: readonly string[]
}

/** Characters that are read in one go: about 5 ms. */
const WINDOW = 256 * 1024
const LINE_END_SAMPLE = 1024 * 1024

/**
 * The records of a CSV, window by window, so that the reader can pause. The last record of a window may be cut by its end, and is
 * read again with the next; a window that holds no whole record grows until it does.
 *
 * @param window characters that are read in one go
 */
export function* csvRecords(text: string, delimiter: string, window = WINDOW): Generator<readonly CsvRecord[], void> {
  // Guessed once for all windows, from as much as Papa Parse itself looks at.
  const { meta } = Papa.parse(text.slice(0, LINE_END_SAMPLE), { delimiter, preview: 1 })
  // Holds: the three are all that Papa Parse guesses.
  const newline = meta.linebreak as '\r\n' | '\n' | '\r'
  let size = window
  for (let at = 0; at < text.length; ) {
    const isLast = at + size >= text.length
    const records = recordsOf(text.slice(at, at + size), { delimiter, newline, at })
    const cut = isLast ? undefined : records.pop()
    if (isLast || records.length > 0) {
      yield records
      size = window
      at = cut?.offset ?? text.length
    } else size *= 2
  }
}

function recordsOf(
  text: string,
  {
    delimiter,
    newline,
    at,
  }: { readonly delimiter: string; readonly newline: '\r\n' | '\n' | '\r'; readonly at: number },
): CsvRecord[] {
  const records: CsvRecord[] = []
  let start = 0
  Papa.parse<string[]>(text, {
    delimiter,
    newline,
    skipEmptyLines: 'greedy',
    step: ({ data, errors, meta }) => {
      const quoteErrors = errors.filter(({ type }) => type === 'Quotes').map(({ code }) => code)
      records.push({ cells: data, offset: at + start, quoteErrors })
      start = meta.cursor
    },
  })
  return records
}
