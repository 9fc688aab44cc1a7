import type { JsonValue } from '../../domain/json.ts'
import type { UsageColumn } from '../../domain/usage-log.ts'
import type { Plugin } from '../../plugin-registry.ts'
import { isRecord } from '../shapes/row-shape.ts'

export type UsageFileRow = Readonly<Record<string, JsonValue>>

/** How a tool or provider writes its usage. Nested rows become plain ones, whose columns the user can then map anew. */
export interface UsageFormat extends Plugin {
  /** Whether these columns, of the plain rows of `flatten`, are its own. */
  readonly isFormatOf: (columns: ReadonlySet<string>) => boolean
  /** The plain rows of an object of a JSON file, or in a sentence why it holds none; absent = plainRow. Rows of a CSV are plain. */
  readonly flatten?: (row: UsageFileRow) => readonly UsageFileRow[] | string
  /** A first guess at what the columns say; the user sees and changes it. */
  readonly mapColumns: (columns: readonly string[]) => UsageColumn[]
  /** Rows stand for many calls each: how many is in the column mapped to `calls`, else unknown. */
  readonly isAggregated: boolean
  /** What the user should know before importing. */
  readonly note?: string
}

const MAX_MEMBERS = 300

/** An object with its nested objects' members as columns `outer.inner`; lists stay as they are. */
export function plainRow(row: UsageFileRow): UsageFileRow {
  const plain: Record<string, JsonValue> = {}
  let members = 0
  function add(value: UsageFileRow, prefix: string, depth: number): void {
    for (const [name, inner] of Object.entries(value)) {
      if (name === '__proto__' || ++members > MAX_MEMBERS) continue
      if (isRecord(inner) && depth < 4) add(inner, `${prefix}${name}.`, depth + 1)
      else plain[prefix + name] = inner
    }
  }
  add(row, '', 0)
  return plain
}

/** Buckets of time with lists of results, as the reports of OpenAI and Anthropic have them, as one row per result. */
export function bucketRows(row: UsageFileRow, times: readonly string[]): readonly UsageFileRow[] | string {
  const { results, result } = row
  const list = Array.isArray(results) ? results : Array.isArray(result) ? result : null
  if (list === null) return [plainRow(row)]
  const own = Object.fromEntries(times.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])))
  return list.flatMap((one) => (isRecord(one) ? [{ ...own, ...plainRow(one) }] : []))
}

/**
 * Columns by a table of names; what is not in it is a tag where `tags` says so, else ignored.
 *
 * @param names column → use
 * @param tags  column → the tag's name, the most telling first; later ones stay ignored once there are enough
 */
export function columnsByName(
  columns: readonly string[],
  names: Readonly<Record<string, UsageColumn['use']>>,
  tags: Readonly<Record<string, string>> = {},
): UsageColumn[] {
  const taken = new Set<string>()
  const order = Object.keys(tags)
  const wanted = columns.filter((column) => Object.hasOwn(tags, column))
  const chosen = new Set(wanted.sort((a, b) => order.indexOf(a) - order.indexOf(b)).slice(0, 6))
  return columns.map((column) => {
    const use = Object.hasOwn(names, column) ? (names[column] ?? 'ignore') : 'ignore'
    if (use !== 'ignore' && !taken.has(use)) {
      taken.add(use)
      return { column, use, tagName: '' }
    }
    return chosen.has(column)
      ? { column, use: 'tag', tagName: tags[column] ?? column }
      : { column, use: 'ignore', tagName: '' }
  })
}
