import { CaseId } from '../../../shared/domain/ids.ts'
import type { ColumnSummary } from '../../../shared/domain/results.ts'
import { ColumnSummariser } from '../../../shared/evaluate/column-summariser.ts'
import { markFront } from '../../../shared/evaluate/mark-front.ts'
import type { CellFigures, ResultStore } from '../store/result-store.ts'
import type { StoredRun } from '../store/run-store.ts'

/** The totals of every column, with what is stored so far. */
export function summariseRun(results: ResultStore, stored: StoredRun): ColumnSummary[] {
  const columns = stored.run.columns.map((column) => ({ column, sums: new ColumnSummariser() }))
  results.forEachCell(stored.no, (figures) => columns[figures.columnNo]?.sums.add(toSummarised(figures)))
  const trials = results.trialsOf(stored.no, stored.run.spec.repeats)
  return markFront(
    columns.map(({ column, sums }, columnNo) => ({
      ...column,
      ...sums.numbers(),
      ...(trials.get(columnNo) ?? { flakyCases: 0, passAllRate: null }),
      isSimulation: stored.models.find(({ id }) => id === column.modelId)?.isSimulation ?? false,
    })),
  )
}

function toSummarised(figures: CellFigures): Parameters<ColumnSummariser['add']>[0] {
  const { rowNo, promptTokens, outputTokens } = figures
  return {
    ...figures,
    // The row tells the cells of one case apart from the others' as well as its id would.
    caseId: CaseId.parse(String(rowNo)),
    usage: promptTokens === null || outputTokens === null ? null : plainUsage(promptTokens, outputTokens),
  }
}

/** Only the two sums are stored with a cell; by class they are with its reply. */
function plainUsage(promptTokens: number, outputTokens: number) {
  const none = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, reasoningTokens: null }
  return { ...none, inputTokens: promptTokens, outputTokens, isEstimated: false }
}
