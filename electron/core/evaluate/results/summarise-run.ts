import { setImmediate } from 'node:timers/promises'
import { CaseId } from '../../../../shared/domain/ids.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import { type ColumnNumbers, ColumnSummariser } from '../../../../shared/evaluate/column-summariser.ts'
import { markFront } from '../../../../shared/evaluate/mark-front.ts'
import type { CellFigures, ResultStore } from '../../store/result-store.ts'
import type { StoredRun } from '../../store/run-store.ts'

/** The totals of every column, with what is stored so far. */
export function summariseRun(results: ResultStore, stored: StoredRun): ColumnSummary[] {
  const kept = results.keptSummary(stored.no)
  if (kept) return [...kept]
  return finish(
    results,
    stored,
    stored.run.columns.map((_, columnNo) => numbersOf(results, stored, columnNo)),
  )
}

/** The same for runs of any size: others get their turn between two columns, and the totals are kept until a cell changes. */
export async function summariseInTurns(results: ResultStore, stored: StoredRun): Promise<ColumnSummary[]> {
  await refreshInTurns(results, stored)
  const kept = results.keptSummary(stored.no)
  if (kept) return [...kept]
  const revision = results.revisionOf(stored.no)
  const numbers: ColumnNumbers[] = []
  for (const columnNo of stored.run.columns.keys()) {
    numbers.push(numbersOf(results, stored, columnNo))
    await setImmediate()
  }
  const columns = finish(results, stored, numbers)
  results.keepSummary(stored.no, columns, revision)
  return columns
}

/** Works out all rows that changed; others get their turn every few milliseconds. */
export async function refreshInTurns(results: ResultStore, stored: StoredRun): Promise<void> {
  while (results.rows.refreshSome(stored.no)) await setImmediate()
}

function numbersOf(results: ResultStore, stored: StoredRun, columnNo: number): ColumnNumbers {
  const sums = new ColumnSummariser()
  results.forEachCell(stored.no, columnNo, (figures) => sums.add(toSummarised(figures)))
  return sums.numbers()
}

function finish(results: ResultStore, stored: StoredRun, numbers: readonly ColumnNumbers[]): ColumnSummary[] {
  const trials = stored.run.spec.repeats > 1 ? results.trialsOf(stored.no, stored.run.spec.repeats) : null
  const cut = results.cutOf(stored.no)
  return markFront(
    stored.run.columns.flatMap((column, columnNo) => {
      const ofColumn = numbers[columnNo]
      if (!ofColumn) return []
      const single = { flakyCases: 0, passAllRate: ofColumn.passRate }
      return [
        {
          ...column,
          ...ofColumn,
          cut: cut.get(columnNo) ?? 0,
          ...(trials ? (trials.get(columnNo) ?? { flakyCases: 0, passAllRate: null }) : single),
          isSimulation: stored.models.find(({ id }) => id === column.modelId)?.isSimulation ?? false,
        },
      ]
    }),
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
