import type { SqlRules } from '../../../shared/score/scorer.ts'
import { sqlWithoutTexts } from './sql-without-texts.ts'
import { unread } from './unread.ts'

interface SqlParser {
  astify(sql: string, options: object): unknown
  whiteListCheck(sql: string, allowed: string[], options: object): unknown
}

/** The parser tries alternatives at each bracket: longer or deeper texts would hold up everything else. */
const MAX_CHARACTERS = 20_000
const MAX_DEPTH = 12
const NAME = '[A-Za-z_][A-Za-z0-9_]*'
const MODIFIER = '(?:all|distinct)'
const MYSQL_MODIFIER =
  '(?:all|distinct(?:row)?|high_priority|straight_join|sql_(?:big_result|buffer_result|cache|calc_found_rows|no_cache|small_result))'

/** What keeps a text from being SQL of the dialect that reads only what is allowed; judged as promptfoo 0.121 does. */
export async function sqlProblem(text: string, { dialect, tables, columns }: SqlRules): Promise<string | null> {
  const sql = text.trim()
  const fault = `The output is not ${dialect} SQL.`
  if (sql.length > MAX_CHARACTERS)
    throw unread(`SQL of more than ${MAX_CHARACTERS.toLocaleString('en-US')} characters is not read.`)
  if (sql === '' || (sql.match(/`/g)?.length ?? 0) % 2 !== 0) return fault
  const bare = sqlWithoutTexts(sql, dialect)
  if (depthOf(bare) > MAX_DEPTH) throw unread(`SQL with more than ${MAX_DEPTH} brackets in each other is not read.`)
  if (lacksComma(bare, dialect)) return fault
  if (dialect === 'MySQL' && /\bgenerate_series\s*\(/i.test(sql)) return fault
  const parser = await parserOf(dialect)
  const database = dialect
  if (!passes(() => parser.astify(text, { database }))) return fault
  if (tables && !passes(() => parser.whiteListCheck(text, [...tables], { database, type: 'table' })))
    return 'The SQL uses a table that is not allowed.'
  if (columns && !passes(() => parser.whiteListCheck(text, withoutTables(columns), { database, type: 'column' })))
    return 'The SQL uses a column that is not allowed.'
  return null
}

/** `select a b from`: an alias without "as" is more often a comma that was forgotten. */
function lacksComma(sql: string, dialect: string): boolean {
  const modifier = dialect === 'MySQL' || dialect === 'MariaDB' ? MYSQL_MODIFIER : MODIFIER
  return new RegExp(`\\bselect\\s+(?:${modifier}\\s+)*(?!${modifier}\\b)${NAME}\\s+${NAME}\\s+from\\b`, 'i').test(sql)
}

/** A column is found under the table's name or under none, as the SQL writes it. */
function withoutTables(columns: readonly string[]): string[] {
  const bare = columns.flatMap((column) => {
    const parts = column.split('::')
    return parts.length === 3 && parts[1] !== 'null' ? [`${parts[0]}::null::${parts[2]}`] : []
  })
  return [...new Set([...columns, ...bare])]
}

function depthOf(sql: string): number {
  let depth = 0
  let most = 0
  for (const sign of sql) {
    if (sign === '(') most = Math.max(most, ++depth)
    else if (sign === ')') depth--
  }
  return most
}

function passes(check: () => unknown): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}

/** One dialect's grammar is 200 to 300 KB: only what is asked for is loaded. */
async function parserOf(dialect: string): Promise<SqlParser> {
  const { Parser } = await grammarOf(dialect)
  return new Parser()
}

async function grammarOf(dialect: string) {
  switch (dialect) {
    case 'MariaDB':
      return unwrapped(await import('node-sql-parser/build/mariadb.js'))
    case 'PostgreSQL':
      return unwrapped(await import('node-sql-parser/build/postgresql.js'))
    case 'Sqlite':
      return unwrapped(await import('node-sql-parser/build/sqlite.js'))
    case 'TransactSQL':
      return unwrapped(await import('node-sql-parser/build/transactsql.js'))
    case 'BigQuery':
      return unwrapped(await import('node-sql-parser/build/bigquery.js'))
    case 'Snowflake':
      return unwrapped(await import('node-sql-parser/build/snowflake.js'))
    default:
      return unwrapped(await import('node-sql-parser/build/mysql.js'))
  }
}

interface Grammar {
  readonly Parser: new () => SqlParser
}

/** CommonJS: the bundle gives the exports by name, Node as the default. */
function unwrapped(loaded: unknown): Grammar {
  const { default: inner } = loaded as { default?: Grammar }
  // Holds for every build of the package: an object with the class.
  return inner ?? (loaded as Grammar)
}
