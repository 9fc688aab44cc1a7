import type { BatchId } from '../../../../shared/domain/ids.ts'
import type { CellRef } from '../../store/ledger-store.ts'

/**
 * How a cell's request is named with the provider. Begins with the batch's own id, which tells an unknown batch for ours;
 * within Anthropic's 64 letters, digits, "_" and "-".
 */
export function customIdOf(batchId: BatchId, cell: CellRef): string {
  return `${batchId}_${cellNameOf(cell)}`
}

/** The cell's name in a batch's own request; null for a request of another batch. */
export function cellNameIn(batchId: BatchId, customId: string): string | null {
  return customId.startsWith(`${batchId}_`) ? customId.slice(batchId.length + 1) : null
}

/** Unique within a run. */
export function cellNameOf({ rowNo, columnNo, repeatNo }: CellRef): string {
  return `${rowNo}-${columnNo}-${repeatNo}`
}
