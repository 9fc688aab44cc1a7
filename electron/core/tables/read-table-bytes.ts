import type { Output, Parsed } from '../../../shared/contract/routes.ts'
import { inSteps } from '../turns/in-steps.ts'
import { readParquet } from './read-parquet.ts'
import { readWorkbookInSteps } from './read-workbook.ts'

/** @throws AppError `bad-input` for what is no such file */
export async function readTableBytes(
  { base64, kind, sheet: wanted }: Parsed<'imports.table-of-bytes'>,
  signal: AbortSignal,
): Promise<Output<'imports.table-of-bytes'>> {
  const bytes = Buffer.from(base64, 'base64')
  if (kind === 'parquet') return { text: await readParquet(bytes), format: 'jsonl', sheets: [], sheet: null }
  const { text, sheets, sheet } = await inSteps(readWorkbookInSteps(bytes, wanted), signal)
  return { text, format: 'csv', sheets: [...sheets], sheet }
}
