import { scoreOutput } from '../../../../shared/evaluate/score-output.ts'
import type { ParsedTemplate } from '../../../../shared/template/parse-template.ts'
import type { UnjudgedCell } from '../../store/cell-store.ts'
import type { RefusedCall } from '../calls/call-model.ts'
import { tagsOfAll, tagsOfCell } from '../calls/tags-of-cell.ts'
import { answerFacts } from '../cells/answer-facts.ts'
import type { RunStores, RunWork } from '../cells/run-cells.ts'
import { RunTally } from '../cells/run-tally.ts'
import type { Engine } from '../engine.ts'
import { askEach } from './ask-each.ts'
import { judgeOf } from './judge-of.ts'
import type { LentJudge } from './lend-judge.ts'

const CELLS_PER_READ = 100

/**
 * Asks the judges about the answers that they were not asked about, or gave no readable word on: after a batch was collected, and when
 * a run is resumed. Each cell is tried once. The answers themselves are neither asked nor paid again.
 *
 * @returns the call that a budget would not bear; null when all were tried, or after an abort
 * @throws what the library threw when it could not be written
 */
export async function judgeCells(
  engine: Engine,
  stores: RunStores,
  work: RunWork,
  signal: AbortSignal,
): Promise<RefusedCall | null> {
  const { stored, scoring } = work
  const tally = work.tally ?? new RunTally()
  const parsedValues = new Map<string, ParsedTemplate>()

  async function judgeOne({ ref, output, ...known }: UnjudgedCell, judge: LentJudge): Promise<void> {
    const [row] = stores.snapshots.page(stored.snapshotNo, ref.rowNo, 1)
    if (!row) throw new Error(`The run ${stored.run.id} has no row ${ref.rowNo}.`)
    const { evalCase } = row
    const { assertions } = stored
    const column = stored.run.columns[ref.columnNo]
    const answer = answerFacts(known, column && work.prompts.get(column.variantId)?.parameters)
    const tags = column === undefined ? [] : tagsOfCell(column, evalCase)
    const port = judge.taggedWith(tags)
    const scored = await scoreOutput({ ...scoring, judge: port, output, answer, assertions, evalCase, parsedValues })
    await engine.commits.add(() => stores.cells.rescore(ref, scored))
    tally.judged()
    work.report(tally)
  }

  return await askEach(stores, {
    items: unjudgedCells(stores, stored.no),
    tags: tagsOfAll(stored.run),
    places: [...(work.judges ?? new Map()).values()].reduce((sum, { maxConcurrency }) => sum + maxConcurrency, 0),
    signal,
    lend: (onRefused) =>
      judgeOf(engine, stores, work, { signal, onPaid: (nanoUsd) => tally.spent(nanoUsd), onRefused }),
    ask: judgeOne,
    // What a judge says wrong is part of its score.
    onFault(fault) {
      throw fault
    },
  })
}

/** In the order of the grid; only a page of them is in memory. */
function* unjudgedCells({ cells }: Pick<RunStores, 'cells'>, runNo: number): Generator<UnjudgedCell> {
  for (let page = cells.unjudgedAfter(runNo, null, CELLS_PER_READ); page.length > 0; ) {
    yield* page
    page = cells.unjudgedAfter(runNo, page.at(-1)?.ref ?? null, CELLS_PER_READ)
  }
}
