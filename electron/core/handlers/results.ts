import { AppError } from '../../../shared/contract/errors.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { readResultPage } from '../evaluate/read-result-page.ts'
import { summariseRun } from '../evaluate/summarise-run.ts'

type Names = 'results.summary' | 'results.page' | 'results.cell'

export function resultHandlers({ store }: CoreContext): Pick<Handlers, Names> {
  return {
    'results.summary': ({ runId }) => summariseRun(store.results, store.runs.get(runId)),
    'results.page': ({ runId, ...query }) => {
      const stored = store.runs.get(runId)
      return { ...readResultPage(store, stored, query), total: stored.run.caseCount }
    },
    'results.cell': ({ runId, key }) => {
      const stored = store.runs.get(runId)
      const rowNo = store.snapshots.rowOf(stored.snapshotNo, key.caseId)
      const columnNo = stored.run.columns.findIndex(
        ({ variantId, modelId }) => variantId === key.variantId && modelId === key.modelId,
      )
      const ref = { runNo: stored.no, rowNo: rowNo ?? -1, columnNo, repeatNo: key.repeat }
      const found = rowNo === null ? null : store.cells.find(stored, ref, key.caseId)
      if (!found) throw new AppError('not-found', `The run "${stored.run.name}" has no such cell yet.`)
      return { ...found.cell, raw: found.replyNo === null ? null : store.replies.raw(found.replyNo) }
    },
  }
}
