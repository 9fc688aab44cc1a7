import { AppError } from '../../../shared/contract/errors.ts'
import type { Input, RouteName } from '../../../shared/contract/routes.ts'
import { type CellKey, type CellMark, noMark } from '../../../shared/domain/run.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { askAgain, previewAgain } from '../evaluate/ask-again.ts'
import { readPairedCases } from '../evaluate/results/read-paired-cases.ts'
import { readRequest } from '../evaluate/results/read-request.ts'
import { readResultPage } from '../evaluate/results/read-result-page.ts'
import { readSpread } from '../evaluate/results/read-spread.ts'
import { readStreamingCells } from '../evaluate/results/read-streaming-cells.ts'
import { readTrend } from '../evaluate/results/read-trend.ts'
import { refreshInTurns, summariseInTurns } from '../evaluate/results/summarise-run.ts'
import type { StoredRun } from '../store/run-store.ts'

type Names = Extract<RouteName, `results.${string}`>

export function resultHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { store, engine } = core
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
    'results.request': ({ runId, key }) => {
      const stored = store.runs.get(runId)
      const { rowNo, columnNo } = placeOf(store, stored, key)
      return readRequest(store, stored, { rowNo: rowNo ?? -1, columnNo })
    },
    'results.mark': ({ runId, key, mark, replyNo }) => {
      const stored = store.runs.get(runId)
      const { rowNo, columnNo } = placeOf(store, stored, key)
      const ref = { runNo: stored.no, rowNo: rowNo ?? -1, columnNo, repeatNo: key.repeat }
      const found = store.cells.find(stored, ref, key.caseId)
      if (!found) throw new AppError('not-found', `The run "${stored.run.name}" has no such cell yet.`)
      store.marks.set(ref, withPart(found.cell.mark ?? noMark, mark), replyNo)
      core.changed('runs')
      const marked = store.cells.find(stored, ref, key.caseId)
      if (!marked) throw new Error('A cell that was just there is gone.')
      return marked.cell
    },
    'results.spread': ({ runId }) => readSpread(store, store.runs.get(runId)),
    'results.spend': ({ runId }) => [...store.spreads.spendOf(store.runs.get(runId))],
    'results.pairs': ({ runId, ...columns }) => readPairedCases(store, store.runs.get(runId), columns),
    'results.trend': ({ runId }) => readTrend(store, store.runs.get(runId)),
    'results.preview-again': ({ runId, cells }) => previewAgain(core, runId, cells),
    'results.ask-again': async ({ runId, cells }) => ({ jobId: await askAgain(core, runId, cells) }),
  }
}

function withPart(before: CellMark, part: Input<'results.mark'>['mark']): CellMark {
  const { thumb = before.thumb, score = before.score, comment = before.comment } = part
  const { label = before.label, isHighlighted = before.isHighlighted } = part
  return { thumb, score, comment, label, isHighlighted }
}

function placeOf({ snapshots }: CoreContext['store'], stored: StoredRun, key: Omit<CellKey, 'repeat'>) {
  const columnNo = stored.run.columns.findIndex(
    ({ variantId, modelId }) => variantId === key.variantId && modelId === key.modelId,
  )
  return { rowNo: snapshots.rowOf(stored.snapshotNo, key.caseId), columnNo }
}
