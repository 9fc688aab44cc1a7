import type { Database } from 'better-sqlite3'

export interface SalvagedTable {
  readonly rows: number
  readonly isComplete: boolean
}

type Row = readonly unknown[]

const MAX_PLACES = 10_000
const LARGEST_STEP = 2n ** 62n

/** Copies the rows of a table that can be read; a damaged place costs its page, not all that follows. */
export function salvageTable(from: Database, to: Database, name: string): SalvagedTable {
  const columns = sharedColumns(from, to, name)
  if (columns === null) return { rows: 0, isComplete: false }
  const list = columns.map((column) => `"${column}"`).join(', ')
  const insert = to.prepare(`INSERT OR IGNORE INTO "${name}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`)
  let rows = 0
  let isComplete = true
  function keep(row: Row): void {
    try {
      const { changes } = insert.run(...row)
      rows += changes
      if (changes === 0) isComplete = false // the readable page is wrong: a value is missing, not allowed or there already
    } catch {
      isComplete = false // a value that its column cannot hold: the page is readable and wrong
    }
  }
  function read(sql: string, bounds: readonly bigint[], take: (row: Row) => void): boolean {
    try {
      for (const row of from
        .prepare<unknown[], Row>(sql)
        .raw()
        .safeIntegers()
        .iterate(...bounds))
        take(row)
      return true
    } catch {
      isComplete = false
      return false
    }
  }
  if (hasRowid(to, name)) {
    let next: bigint | null = 0n
    // Each turn goes past one damaged place.
    for (let turn = 0; next !== null && turn < MAX_PLACES; turn++) next = readOn(next)
  } else if (!read(`SELECT ${list} FROM "${name}"`, [], keep)) {
    const key = (to.pragma(`table_info("${name}")`) as { name: string; pk: number }[])
      .filter(({ pk }) => pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map((column) => `"${column.name}" DESC`)
    // From the other end up to the damaged place; rows that are there already are left out.
    read(`SELECT ${list} FROM "${name}" ORDER BY ${key.join(', ')}`, [], keep)
  }
  return { rows, isComplete }

  /** @returns where rows can be read again after the damaged place that ended the reading; null = there is no more */
  function readOn(start: bigint): bigint | null {
    let next = start
    const sql = `SELECT rowid, ${list} FROM "${name}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid`
    const isWhole = read(sql, [start], ([rowid, ...row]) => {
      keep(row)
      next = BigInt(rowid as bigint) + 1n // a rowid is an integer, and is read as bigint
    })
    if (isWhole) return null
    let step = 1n
    while (!isReadable(next + step)) {
      step *= 2n
      if (step > LARGEST_STEP) return null
    }
    let [bad, good] = [next + step / 2n, next + step]
    while (good - bad > 1n) {
      const middle = (bad + good) / 2n
      if (isReadable(middle)) good = middle
      else bad = middle
    }
    return good
  }

  function isReadable(rowid: bigint): boolean {
    try {
      // All columns: long values lie on pages of their own, which may be the damaged ones.
      from.prepare(`SELECT ${list} FROM "${name}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1`).get(rowid)
      return true
    } catch {
      return false
    }
  }
}

/** Null when the damaged file does not know the table, or no longer. */
function sharedColumns(from: Database, to: Database, name: string): readonly string[] | null {
  const namesIn = (db: Database) =>
    (db.pragma(`table_info("${name}")`) as { name: string }[]).map((column) => column.name)
  try {
    const known = new Set(namesIn(from))
    const columns = namesIn(to).filter((column) => known.has(column))
    return columns.length === 0 ? null : columns
  } catch {
    return null
  }
}

function hasRowid(db: Database, name: string): boolean {
  return db.prepare('SELECT wr FROM pragma_table_list WHERE name = ?').pluck().get(name) === 0
}
