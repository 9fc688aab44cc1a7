import { type UnzipFileInfo, unzipSync } from 'fflate'
import Papa from 'papaparse'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { AppError } from '../../../shared/contract/errors.ts'
import { serialDate } from './serial-date.ts'

/** A workbook's table as text that the importers of tables read. */
export interface WorkbookTable {
  readonly sheets: readonly string[]
  readonly sheet: string
  /** CSV, with a line for every row of the sheet down to its last. */
  readonly text: string
}

const WANTED =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/
const MAX_UNPACKED_BYTES = 300_000_000
const MAX_CELLS = 5_000_000
const MAX_COLUMNS = 1000
/** Characters of XML between two pauses: a few milliseconds. */
const XML_PER_STEP = 200_000

/**
 * Reads one sheet of an Excel workbook (.xlsx), with a pause every few milliseconds: formulas by the value that was stored with them, dates as
 * ISO 8601. Formatting, charts and macros are not looked at.
 *
 * @param wanted the sheet's name; null = the first with a filled cell
 * @throws AppError `bad-input` for what is no workbook, too large, or has no such sheet
 */
export function* readWorkbookInSteps(bytes: Uint8Array, wanted: string | null): Generator<void, WorkbookTable> {
  const parts = unpack(bytes)
  const { sheets, has1904 } = sheetsOf(parts)
  if (sheets.length === 0) throw new AppError('bad-input', 'The file is no Excel workbook: it has no sheets.')
  const names = sheets.map(({ name }) => name)
  if (wanted !== null && !names.includes(wanted))
    throw new AppError('bad-input', `The workbook has no sheet "${wanted}". It has: ${names.join(', ')}.`)
  const strings = yield* sharedStrings(textOf(parts, 'xl/sharedStrings.xml'))
  const dateStyles = dateStylesOf(textOf(parts, 'xl/styles.xml'))
  for (const { name, path } of sheets) {
    if (wanted !== null && name !== wanted) continue
    const rows = yield* readRows(textOf(parts, path), { strings, dateStyles, has1904 })
    const isFilled = rows.some((row) => row.some((cell) => cell !== ''))
    if (isFilled) return { sheets: names, sheet: name, text: Papa.unparse(rows, { newline: '\n' }) }
  }
  throw new AppError('bad-input', wanted === null ? 'The workbook is empty.' : `The sheet "${wanted}" is empty.`)
}

type Parts = Readonly<Record<string, Uint8Array>>

function unpack(bytes: Uint8Array): Parts {
  let unpacked = 0
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }: UnzipFileInfo) {
        if (!WANTED.test(name)) return false
        unpacked += originalSize
        if (unpacked > MAX_UNPACKED_BYTES)
          throw new AppError('bad-input', `The workbook unpacks to more than ${MAX_UNPACKED_BYTES / 1e6} MB.`)
        return true
      },
    })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError(
      'bad-input',
      'The file is no Excel workbook (.xlsx), or it is damaged. Save it again as .xlsx or CSV.',
      {
        cause,
      },
    )
  }
}

function textOf(parts: Parts, path: string): string {
  const bytes = Object.hasOwn(parts, path) ? parts[path] : undefined
  return bytes ? new TextDecoder().decode(bytes) : ''
}

interface SheetPlace {
  readonly name: string
  readonly path: string
}

function sheetsOf(parts: Parts): { readonly sheets: readonly SheetPlace[]; readonly has1904: boolean } {
  const targets = new Map<string, string>()
  allTags(textOf(parts, 'xl/_rels/workbook.xml.rels'), ({ name, attributes: { Id, Target } }) => {
    if (name === 'Relationship' && Id && Target) targets.set(Id, Target.replace(/^\/?(?:xl\/)?/, 'xl/'))
  })
  const sheets: SheetPlace[] = []
  let has1904 = false
  allTags(textOf(parts, 'xl/workbook.xml'), ({ name, attributes }) => {
    if (localName(name) === 'workbookPr') has1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
    const path = targets.get(attributes['r:id'] ?? '')
    if (localName(name) === 'sheet' && attributes.name && path) sheets.push({ name: attributes.name, path })
  })
  return { sheets, has1904 }
}

/** Numbers of cell styles that show a number as a date. */
function dateStylesOf(xml: string): ReadonlySet<number> {
  const custom = new Map<number, string>()
  const styles = new Set<number>()
  let isInCells = false
  let count = 0
  allTags(
    xml,
    ({ name, attributes }) => {
      const tag = localName(name)
      if (tag === 'cellXfs') isInCells = true
      if (tag === 'numFmt') custom.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (tag !== 'xf' || !isInCells) return
      const id = Number(attributes.numFmtId ?? 0)
      if (isDateFormat(id, custom.get(id))) styles.add(count)
      count += 1
    },
    (tag) => {
      if (localName(tag) === 'cellXfs') isInCells = false
    },
  )
  return styles
}

function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)
  return /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}

function* sharedStrings(xml: string): Generator<void, readonly string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isReading = false
  yield* parse(xml, {
    open({ name }) {
      const tag = localName(name)
      if (tag === 'si') text = ''
      // How a name is spoken is no part of it.
      if (tag === 'rPh') isReading = true
      isText = tag === 't' && !isReading
    },
    text(part) {
      if (isText) text += part
    },
    close(name) {
      const tag = localName(name)
      if (tag === 'rPh') isReading = false
      if (tag === 't') isText = false
      if (tag === 'si') strings.push(text)
    },
  })
  return strings
}

interface SheetFacts {
  readonly strings: readonly string[]
  readonly dateStyles: ReadonlySet<number>
  readonly has1904: boolean
}

function* readRows(xml: string, { strings, dateStyles, has1904 }: SheetFacts): Generator<void, string[][]> {
  const rows: string[][] = []
  let cells = 0
  let row: string[] = []
  let [column, type, style, value, isValue] = [0, 'n', -1, '', false]
  yield* parse(xml, {
    open({ name, attributes }) {
      const tag = localName(name)
      if (tag === 'row') {
        row = []
        const number = Number(attributes.r ?? rows.length + 1)
        // Rows that hold nothing are left out of the file.
        while (rows.length < number - 1 && rows.length < MAX_CELLS) rows.push([])
        rows.push(row)
        column = -1
      } else if (tag === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
        type = attributes.t ?? 'n'
        style = Number(attributes.s ?? -1)
        value = ''
        cells += 1
        if (cells > MAX_CELLS || column >= MAX_COLUMNS)
          throw new AppError(
            'bad-input',
            `The sheet has more than ${MAX_COLUMNS} columns or ${MAX_CELLS / 1e6} million cells. Save it as CSV.`,
          )
      }
      isValue = tag === 'v' || tag === 't'
    },
    text(part) {
      if (isValue) value += part
    },
    close(name) {
      const tag = localName(name)
      if (tag === 'v' || tag === 't') isValue = false
      if (tag !== 'c') return
      while (row.length < column) row.push('')
      row[column] = shown(value)
    },
  })
  const width = Math.max(0, ...rows.slice(0, 1).map((one) => one.length))
  // Cells at the end of a row that hold nothing are left out of the file; a header as wide as the widest row would need names.
  for (const one of rows) while (one.length > 0 && one.length < width) one.push('')
  return rows

  function shown(raw: string): string {
    if (type === 's') return strings[Number(raw)] ?? ''
    if (type === 'b') return raw === '1' ? 'true' : 'false'
    if (type !== 'n' || raw === '') return raw
    return dateStyles.has(style) ? serialDate(Number(raw), has1904) : String(Number(raw))
  }
}

/** "AB12" → 27 */
function columnOf(reference: string): number {
  let number = 0
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? 'A') number = number * 26 + letter.charCodeAt(0) - 64
  return number - 1
}

interface Listener {
  readonly open: (tag: SaxesTagPlain) => void
  readonly text?: (part: string) => void
  readonly close?: (name: string) => void
}

function* parse(xml: string, { open, text, close }: Listener): Generator<void, void> {
  const parser = new SaxesParser()
  parser.on('opentag', open)
  if (text) parser.on('text', text)
  parser.on('closetag', ({ name }) => close?.(name))
  // Entities of its own could unfold without end; no program writes them into a workbook.
  parser.on('doctype', () => {
    throw new AppError('bad-input', 'The workbook is damaged: it declares a document type.')
  })
  try {
    for (let at = 0; at < xml.length; at += XML_PER_STEP) {
      parser.write(xml.slice(at, at + XML_PER_STEP))
      yield
    }
    parser.close()
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('bad-input', 'The workbook is damaged: a part of it is no XML. Save it again.', { cause })
  }
}

function allTags(xml: string, open: Listener['open'], close: (name: string) => void = () => {}): void {
  if (xml === '') return
  for (const _pause of parse(xml, { open, close }));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
