import { AppError } from '../../../shared/contract/errors.ts'
import type { CellKey } from '../../../shared/domain/run.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { readResultPage } from '../evaluate/read-result-page.ts'
import { readStreamingCells } from '../evaluate/read-streaming-cells.ts'
import { summariseRun } from '../evaluate/summarise-run.ts'
import type { StoredRun } from '../store/run-store.ts'

type Names = 'results.summary' | 'results.page' | 'results.streaming' | 'results.outputs' | 'results.cell'

export function resultHandlers({ store, engine }: CoreContext): Pick<Handlers, Names> {
  return {
    'results.summary': ({ runId }) => summariseRun(store.results, store.runs.get(runId)),
    'results.page': ({ runId, ...query }) => {
      const stored = store.runs.get(runId)
      return { ...readResultPage(store, stored, query), total: stored.run.caseCount }
    },
    'results.streaming': ({ runId, caseIds }) => readStreamingCells(engine, runId, new Set(caseIds)),
    'results.outputs': ({ runId, key }) => {
      const stored = store.runs.get(runId)
      const { rowNo, columnNo } = placeOf(store, stored, key)
      return rowNo === null ? [] : store.results.distinctOutputs({ runNo: stored.no, rowNo, columnNo })
    },
    'results.cell': ({ runId, key }) => {
      const stored = store.runs.get(runId)
      const { rowNo, columnNo } = placeOf(store, stored, key)
      const ref = { runNo: stored.no, rowNo: rowNo ?? -1, columnNo, repeatNo: key.repeat }
      const found = rowNo === null ? null : store.cells.find(stored, ref, key.caseId)
      if (!found) throw new AppError('not-found', `The run "${stored.run.name}" has no such cell yet.`)
      return { ...found.cell, raw: found.replyNo === null ? null : store.replies.raw(found.replyNo) }
    },
  }
}

function placeOf({ snapshots }: CoreContext['store'], stored: StoredRun, key: Omit<CellKey, 'repeat'>) {
  const columnNo = stored.run.columns.findIndex(
    ({ variantId, modelId }) => variantId === key.variantId && modelId === key.modelId,
  )
  return { rowNo: snapshots.rowOf(stored.snapshotNo, key.caseId), columnNo }
}
