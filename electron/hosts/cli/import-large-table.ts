import type { Client } from '../../../shared/contract/client.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import type { ColumnMapping, ImportProblem, TableFormat } from '../../../shared/domain/import.ts'
import { type PieceKind, tablePieces } from './table-pieces.ts'

/** From here on a table is imported in pieces; below, all of it is in memory for a moment. */
export const LARGE_BYTES = 16_000_000
const MAX_PROBLEMS = 200

export interface LargeTable {
  readonly path: string
  readonly kind: PieceKind
  /** Of the pieces, once they are text. */
  readonly format: TableFormat
  readonly delimiter: string | null
  readonly mapping: readonly ColumnMapping[]
  readonly projectId: ProjectId
  readonly name: string
}

export interface LargeImport {
  readonly evalSet: EvalSet
  readonly imported: number
  readonly problems: readonly ImportProblem[]
}

/** How a file is cut by its name; null = it is read whole. */
export function pieceKindOf(path: string): PieceKind | null {
  const ending = /\.(csv|tsv|jsonl|ndjson|json)$/i.exec(path)?.[1]?.toLowerCase()
  if (ending === 'csv' || ending === 'tsv') return 'csv'
  if (ending === 'jsonl' || ending === 'ndjson') return 'jsonl'
  return ending === 'json' ? 'json' : null
}

/**
 * Imports a table piece by piece into a new eval set, all of it or nothing.
 *
 * @param tell hears after each piece how many cases are stored
 */
export async function importLargeTable(
  client: Client,
  { path, kind, format, delimiter, mapping, projectId, name }: LargeTable,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (stored: number) => void },
): Promise<LargeImport> {
  const { importNo } = await client.call('imports.begin', { projectId, name })
  let imported = 0
  let rows = 0
  const problems: ImportProblem[] = []
  try {
    for await (const text of tablePieces(path, { kind, delimiter })) {
      signal.throwIfAborted()
      const added = await client.call(
        'imports.add',
        { importNo, text, format, delimiter, mapping: [...mapping] },
        { signal },
      )
      for (const problem of added.problems)
        if (problems.length < MAX_PROBLEMS)
          // Lines are counted within the piece; rows are counted on.
          problems.push({ ...problem, line: null, row: problem.row === null ? null : problem.row + rows })
      imported += added.imported
      rows += added.imported + new Set(added.problems.map(({ row }) => row).filter((row) => row !== null)).size
      tell(imported)
    }
    const variableNames = mapping.filter(({ use }) => use === 'variable').map((one) => one.variableName)
    return { evalSet: await client.call('imports.finish', { importNo, variableNames }), imported, problems }
  } catch (error) {
    await client.call('imports.drop', { importNo })
    throw error
  }
}
