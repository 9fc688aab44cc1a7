import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { RunColumn } from '../../../../shared/domain/run.ts'
import { planCells } from '../../../../shared/evaluate/plan-cells.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import type { SnapshotCase, SnapshotStore } from '../../store/snapshot-store.ts'

export interface QueuedCell {
  readonly ref: CellRef
  readonly column: RunColumn
  readonly evalCase: EvalCase
}

const CASES_PER_READ = 200

/**
 * The cells of some models of a run, in the order of planCells, without those to skip. Lazy: only one page of cases is in
 * memory, however long the run is.
 */
export function* queueCells(
  snapshots: SnapshotStore,
  stored: StoredRun,
  modelIds: readonly ModelId[],
  isSkipped: (ref: CellRef) => boolean,
): Generator<QueuedCell> {
  const { columns, spec } = stored.run
  const columnNos = new Map(columns.map((column, columnNo) => [columnKey(column), columnNo]))
  for (const { rowNo, evalCase } of casesOf(snapshots, stored)) {
    for (const key of planCells({ ...spec, modelIds: [...modelIds], caseLimit: null }, [evalCase])) {
      const columnNo = columnNos.get(columnKey(key)) ?? -1
      const column = columns[columnNo]
      if (!column) throw new Error(`Run ${stored.run.id} has no column for ${columnKey(key)}.`)
      const ref = { runNo: stored.no, rowNo, columnNo, repeatNo: key.repeat }
      if (!isSkipped(ref)) yield { ref, column, evalCase }
    }
  }
}

function* casesOf(snapshots: SnapshotStore, { snapshotNo, run }: StoredRun): Generator<SnapshotCase> {
  for (let rowNo = 0; rowNo < run.caseCount; rowNo += CASES_PER_READ)
    yield* snapshots.page(snapshotNo, rowNo, Math.min(CASES_PER_READ, run.caseCount - rowNo))
}

function columnKey({ variantId, modelId }: Pick<RunColumn, 'variantId' | 'modelId'>): string {
  return `${variantId} ${modelId}`
}
