import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { RunColumn } from '../../../../shared/domain/run.ts'
import type { CasePart } from '../../../../shared/domain/verdict.ts'
import { assertionKey } from '../../../../shared/verdict/assertion-key.ts'
import type { CaseResult, VerdictSide } from '../../../../shared/verdict/decide-verdict.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { turn } from '../../turns/turn.ts'
import { type ReadCase, readPlaces } from './read-places.ts'

type Stores = Pick<Store, 'verdicts' | 'evalSets' | 'snapshots'>

/** Cells that are read at once: some 10 ms. */
const CELLS_PER_TURN = 4000

/** What a column came to, by place of the case in the list; NaN = unknown. Two million cells are 40 MB like this, and 500 as objects. */
interface ColumnFigures {
  readonly score: Float64Array
  readonly cost: Float64Array
  readonly isUnjudged: Uint8Array
  /** By critical assertion: 1 passed, 0 failed, −1 not judged. */
  readonly critical: readonly Int8Array[]
}

/**
 * What the columns of a run answered to the cases of one part, read in slices that leave the event loop free. One side is made at
 * a time, since all of them as objects would not fit into memory.
 *
 * @throws the signal's reason after an abort
 */
export async function readSides(
  stores: Stores,
  stored: StoredRun,
  { part, signal }: { readonly part: CasePart; readonly signal: AbortSignal | undefined },
): Promise<(columnNo: number) => VerdictSide> {
  const { run } = stored
  const keys = criticalOf(stores, stored)
  const rowsPerTurn = Math.max(1, Math.floor(CELLS_PER_TURN / (run.columns.length * run.spec.repeats)))
  const cases = await readPlaces(stores, stored, { part, signal })
  const placeOfRow = new Map(cases.map(({ rowNo }, place) => [rowNo, place]))
  const figures = run.columns.map(() => emptyFigures(cases.length, keys.length))
  const indexes = keys.map(({ index }) => index)
  for (let from = 0; from < run.caseCount; from += rowsPerTurn) {
    for (const each of stores.verdicts.caseFigures(stored.no, indexes, { from, to: from + rowsPerTurn })) {
      const place = placeOfRow.get(each.rowNo)
      const column = figures[each.columnNo]
      if (place === undefined || column === undefined) continue
      const isWhole = each.trials === run.spec.repeats
      column.score[place] = isWhole ? (each.score ?? Number.NaN) : Number.NaN
      column.cost[place] = isWhole ? (each.costNanoUsd ?? Number.NaN) : Number.NaN
      column.isUnjudged[place] = each.isUnjudged ? 1 : 0
      for (const [index, passed] of each.critical.entries()) {
        const values = column.critical[index]
        if (values && passed !== null) values[place] = passed ? 1 : 0
      }
    }
    await turn(signal)
  }
  return (columnNo) => {
    const column = run.columns[columnNo]
    const values = figures[columnNo]
    if (!column || !values) throw new RangeError(`The run ${run.id} has no column ${columnNo}.`)
    const { variantId, modelId } = column
    const results = cases.map((read, place) => toResult(read, { values, place, keys: keys.map(({ key }) => key) }))
    return { column: { variantId, modelId }, label: labelOf(run.columns, column), cases: results }
  }
}

const NOTHING_CRITICAL: ReadonlyMap<string, boolean> = new Map()

function toResult(
  { caseId, position, rowNo, place: { cluster } }: ReadCase,
  figures: { readonly values: ColumnFigures; readonly place: number; readonly keys: readonly string[] },
): CaseResult {
  const { values, place, keys } = figures
  const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)
  const critical = keys.flatMap((key, index): [string, boolean][] => {
    const passed = values.critical[index]?.[place] ?? -1
    return passed < 0 ? [] : [[key, passed === 1]]
  })
  return {
    caseId,
    position,
    row: rowNo,
    cluster,
    score: known(values.score[place]),
    cost: known(values.cost[place]),
    isUnjudged: values.isUnjudged[place] === 1,
    critical: critical.length === 0 ? NOTHING_CRITICAL : new Map(critical),
  }
}

function emptyFigures(cases: number, critical: number): ColumnFigures {
  return {
    score: new Float64Array(cases).fill(Number.NaN),
    cost: new Float64Array(cases).fill(Number.NaN),
    isUnjudged: new Uint8Array(cases),
    critical: Array.from({ length: critical }, () => new Int8Array(cases).fill(-1)),
  }
}

function criticalOf({ verdicts }: Stores, { assertions, run }: StoredRun) {
  const wanted = new Set(verdicts.ruleOf(run.projectId).criticalAssertions)
  return assertions.flatMap((assertion, index) => {
    const key = assertionKey(assertion)
    return wanted.has(key) ? [{ key, index }] : []
  })
}

/** "B"; with several models "B on gpt-5.4-mini", and only the model where there is one variant. */
export function labelOf(columns: readonly RunColumn[], column: RunColumn): string {
  const hasOneModel = new Set(columns.map(({ modelId }) => modelId)).size === 1
  const hasOneVariant = new Set(columns.map(({ variantId }) => variantId)).size === 1
  const model = splitModelId(column.modelId).modelName
  if (hasOneVariant && !hasOneModel) return model
  return hasOneModel ? column.variantLabel : `${column.variantLabel} on ${model}`
}
