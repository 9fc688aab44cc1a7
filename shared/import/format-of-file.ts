import type { TableFormat } from '../domain/import.ts'

/** The format that a file's name promises; null where it says nothing. */
export function formatOfFile(name: string): TableFormat | null {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase()
  switch (extension) {
    case 'csv':
    case 'tsv':
      return 'csv'
    case 'jsonl':
    case 'ndjson':
      return 'jsonl'
    case 'yaml':
    case 'yml':
      return 'yaml'
    default:
      // Many a .json holds JSON Lines: its content tells.
      return null
  }
}
