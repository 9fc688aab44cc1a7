import { AppError } from '../../../shared/contract/errors.ts'
import type { CellKey } from '../../../shared/domain/run.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { readResultPage } from '../evaluate/read-result-page.ts'
import { readStreamingCells } from '../evaluate/read-streaming-cells.ts'
import { refreshInTurns, summariseInTurns } from '../evaluate/summarise-run.ts'
import type { StoredRun } from '../store/run-store.ts'

type Names =
  | 'results.summary'
  | 'results.page'
  | 'results.tags'
  | 'results.streaming'
  | 'results.outputs'
  | 'results.cell'

export function resultHandlers({ store, engine }: CoreContext): Pick<Handlers, Names> {
  return {
    'results.summary': ({ runId }) => summariseInTurns(store.results, store.runs.get(runId)),
    'results.page': async ({ runId, search, isRegex, columnFrom, columnCount, ...query }) => {
      const stored = store.runs.get(runId)
      const found = search === '' ? null : await store.searches.find(stored, { search, isRegex })
      if (found || query.filter !== 'all' || query.sort || query.conditions.length > 0)
        await refreshInTurns(store.results, stored)
      const columns = columnCount === null ? {} : { columns: { from: columnFrom, count: columnCount } }
      const page = readResultPage(store, stored, { ...query, ...columns, ...(found ? { found } : {}) })
      return { ...page, total: stored.run.caseCount, searched: found && !found.isDone ? found.scanned : null }
    },
    'results.tags': ({ runId }) => [...store.results.tagsOf(store.runs.get(runId))],
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
