import type { ColumnMapping } from '../../../../shared/domain/import.ts'
import { type ReadGraders, readGraders } from '../../../../shared/import/read-graders.ts'
import { readTextFile } from '../read-text-file.ts'

/** Graders of OpenAI's hosted Evals in a file of their own; none without one. */
export async function gradersOf(file: string | undefined, mapping: readonly ColumnMapping[]): Promise<ReadGraders> {
  if (file === undefined) return { assertions: [], notes: [] }
  return readGraders(await readTextFile(file, 'The file of graders'), mapping)
}
