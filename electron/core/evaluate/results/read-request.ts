import { AppError } from '../../../../shared/contract/errors.ts'
import type { SentRequest } from '../../../../shared/domain/run.ts'
import { renderParsedMessages } from '../../../../shared/template/render-messages.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { promptsOf } from '../run-job.ts'

/** What a cell asked: its variant's messages with the values of its case, rendered anew from what the run kept. */
export function readRequest(
  store: Store,
  stored: StoredRun,
  { rowNo, columnNo }: Pick<CellRef, 'rowNo' | 'columnNo'>,
): SentRequest {
  const column = stored.run.columns[columnNo]
  const [found] = store.snapshots.page(stored.snapshotNo, rowNo, 1)
  const prompt = column && promptsOf({ store }, { run: { ...stored.run, columns: [column] } }).get(column.variantId)
  if (!prompt || !found) throw new AppError('not-found', `The run "${stored.run.name}" has no such cell.`)
  return {
    messages: [...renderParsedMessages(prompt.messages, found.evalCase.variables)],
    parameters: prompt.parameters,
  }
}
