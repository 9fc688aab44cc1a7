import { readFile } from 'node:fs/promises'
import type { Client } from '../../../shared/contract/client.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { TableFormat } from '../../../shared/domain/import.ts'
import { formatOfFile } from '../../../shared/import/format-of-file.ts'
import { fileFault } from './file-fault.ts'
import { readTextFile } from './read-text-file.ts'

export interface TableText {
  readonly text: string
  /** Null = told by the content. */
  readonly format: TableFormat | null
  readonly delimiter: null
}

/**
 * A table's file as text: an Excel workbook and Parquet by the core's readers, anything else as it is, in UTF-8 or in UTF-16 with its mark.
 *
 * @param sheet of a workbook; absent = the first that is not empty
 * @throws AppError `bad-input` when it cannot be read
 */
export async function readTableFile(client: Client, path: string, what: string, sheet?: string): Promise<TableText> {
  const kind = /\.(xlsx|parquet)$/i.exec(path)?.[1]?.toLowerCase()
  if (kind !== 'xlsx' && kind !== 'parquet')
    return { text: await readTextFile(path, what), format: formatOfFile(path), delimiter: null }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('bad-input', `${what} cannot be read: ${path}: ${fileFault(cause)}.`, { cause })
  })
  const base64 = bytes.toString('base64')
  const { text, format } = await client.call('imports.table-of-bytes', { base64, kind, sheet: sheet ?? null })
  return { text, format, delimiter: null }
}
