import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import { nanoToUsd } from '../../../shared/domain/money.ts'
import type { ResultRow } from '../../../shared/domain/results.ts'
import { csvLine, csvStart } from '../../../shared/report/render-csv.ts'
import {
  junitCases,
  junitEnd,
  junitStart,
  junitSuiteEnd,
  junitSuiteStart,
} from '../../../shared/report/render-junit.ts'
import { maxSheetRows, sheetEnd, sheetRow, sheetStart, workbookFiles } from '../../../shared/report/render-sheet.ts'
import { type Field, recordNames, recordsOf } from '../../../shared/report/result-records.ts'
import { readResultPage } from '../evaluate/results/read-result-page.ts'
import { summariseInTurns } from '../evaluate/results/summarise-run.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { zipFiles } from '../zip/zip-files.ts'

const ROWS_PER_READ = 100
/** A file goes through memory as a whole. */
const MAX_FILE_BYTES = 200_000_000

/** Every cell of a run, one to a line. @throws AppError `conflict` when that is more than a file may hold */
export async function cellsAsCsv(store: Store, stored: StoredRun): Promise<string> {
  const names = variableNames(store, stored)
  const text = new Pieces(stored)
  text.add(csvStart + csvLine(recordNames(names)))
  for await (const row of rowsOf(store, stored))
    for (const record of recordsOf(stored.run, row, names)) text.add(csvLine(record))
  return text.whole().toString()
}

/** The same as a workbook, with the totals of the columns on a second sheet. */
export async function cellsAsWorkbook(store: Store, stored: StoredRun): Promise<Buffer> {
  if (stored.run.doneCount >= maxSheetRows)
    throw new AppError(
      'conflict',
      `A sheet holds ${maxSheetRows.toLocaleString('en-US')} rows, and this run has more cells. Take CSV.`,
    )
  const names = variableNames(store, stored)
  const cells = new Pieces(stored)
  cells.add(sheetStart + sheetRow(recordNames(names), true))
  for await (const row of rowsOf(store, stored))
    for (const record of recordsOf(stored.run, row, names)) cells.add(sheetRow(record))
  cells.add(sheetEnd)
  const totals = await totalsSheet(store, stored)
  const parts = Object.entries(workbookFiles(['Cells', 'Totals'])).map(
    ([name, text]) => [name, Buffer.from(text)] as const,
  )
  return zipFiles({
    ...Object.fromEntries(parts),
    'xl/worksheets/sheet1.xml': cells.whole(),
    'xl/worksheets/sheet2.xml': Buffer.from(totals),
  })
}

/** As JUnit's XML: a suite for each column, a test case for each cell. */
export async function cellsAsJunit(store: Store, stored: StoredRun): Promise<string> {
  const columns = await summariseInTurns(store.results, stored)
  const text = new Pieces(stored)
  text.add(junitStart(stored.run, columns))
  for (const [columnNo, column] of columns.entries()) {
    text.add(junitSuiteStart(stored.run, columnNo, column))
    for await (const row of rowsOf(store, stored, columnNo)) text.add(junitCases(stored.run, row, columnNo))
    text.add(junitSuiteEnd)
  }
  text.add(junitEnd)
  return text.whole().toString()
}

async function totalsSheet(store: Store, stored: StoredRun): Promise<string> {
  const columns = await summariseInTurns(store.results, stored)
  const names = ['variant', 'model', 'cells', 'failed', 'scored', 'passed', 'pass rate', 'mean score', 'USD per 1,000']
  const rows = columns.map((column): Field[] => [
    column.variantLabel,
    column.modelId,
    column.cells,
    column.failed,
    column.scored,
    column.passed,
    column.passRate,
    column.meanScore,
    column.costPer1000NanoUsd === null ? null : nanoToUsd(column.costPer1000NanoUsd),
    column.latencyP50Ms,
    column.latencyP95Ms,
  ])
  const body = rows.map((row) => sheetRow(row)).join('')
  return `${sheetStart}${sheetRow([...names, 'latency p50 ms', 'latency p95 ms'], true)}${body}${sheetEnd}`
}

/** The rows in the order of the eval set; others get their turn between the pages. */
async function* rowsOf(store: Store, stored: StoredRun, columnNo?: number): AsyncGenerator<ResultRow> {
  const columns = columnNo === undefined ? {} : { columns: { from: columnNo, count: 1 } }
  for (let offset = 0; offset < stored.run.caseCount; offset += ROWS_PER_READ) {
    const page = { offset, limit: ROWS_PER_READ, outputLimit: null, ...columns }
    yield* readResultPage(store, stored, page).rows
    await setImmediate()
  }
}

function variableNames(store: Store, stored: StoredRun): string[] {
  const names = new Set<string>()
  for (const { evalCase } of store.snapshots.page(stored.snapshotNo, 0, 1000))
    for (const name of Object.keys(evalCase.variables)) names.add(name)
  return [...names]
}

/** A text that grows, up to what a file may hold. */
class Pieces {
  readonly #name: string
  readonly #chunks: Buffer[] = []
  #waiting = ''
  #bytes = 0

  constructor({ run }: StoredRun) {
    this.#name = run.name
  }

  add(text: string): void {
    this.#waiting += text
    if (this.#waiting.length > 500_000) this.#pack()
  }

  whole(): Buffer {
    this.#pack()
    return Buffer.concat(this.#chunks)
  }

  #pack(): void {
    const chunk = Buffer.from(this.#waiting)
    this.#waiting = ''
    this.#bytes += chunk.length
    if (this.#bytes > MAX_FILE_BYTES)
      throw new AppError(
        'conflict',
        `The cells of "${this.#name}" are more than 200 MB. Take the HTML or Markdown report.`,
      )
    this.#chunks.push(chunk)
  }
}
