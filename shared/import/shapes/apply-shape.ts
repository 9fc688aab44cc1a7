import type { ImportProblem } from '../../domain/import.ts'
import type { JsonValue } from '../../domain/json.ts'
import type { TableRow } from '../read-table.ts'
import { rowShapes } from './registry.ts'
import type { RowShape } from './row-shape.ts'

const ROWS_LOOKED_AT = 20
const ROWS_PER_STEP = 500

export interface Shaped {
  readonly shape: RowShape | null
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  readonly problems: readonly ImportProblem[]
}

/** Rows that another tool wrote, as plain columns; rows of no known shape stay as they are. */
export function* applyShape(rows: readonly TableRow[], columns: readonly string[]): Generator<void, Shaped> {
  const first = rows.slice(0, ROWS_LOOKED_AT)
  const shape =
    first.length === 0
      ? null
      : (rowShapes.all.find((one) => first.every(({ values }) => one.isShapeOf(values))) ?? null)
  if (!shape) return { shape, columns, rows, problems: [] }
  const names = new Set<string>()
  const flat: TableRow[] = []
  const problems: ImportProblem[] = []
  for (const [index, { row, line, values }] of rows.entries()) {
    if (index % ROWS_PER_STEP === ROWS_PER_STEP - 1) yield
    const made = shape.flatten(values)
    if (typeof made === 'string') {
      problems.push({ row, line, message: made })
      continue
    }
    for (const one of Array.isArray(made) ? made : [made]) {
      const own = Object.entries<JsonValue>(one).filter(([name]) => name !== '__proto__')
      for (const [name] of own) names.add(name)
      flat.push({ row, line, values: Object.fromEntries(own) })
    }
  }
  return { shape, columns: [...names], rows: flat, problems }
}
