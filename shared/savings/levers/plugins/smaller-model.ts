import type { Verdict } from '../../../domain/verdict.ts'
import { gridMissing } from '../../paired/grid-missing.ts'
import { columnFigures, pairedVerdict, qualityOf } from '../../paired-quality.ts'
import { moveCalls } from '../../planned-call.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * The cheapest other model that is shown to be not worse with the same prompt (shared/verdict: paired, by case); of several compared,
 * each at its share of the level (Bonferroni).
 */
export const plugin: Lever = {
  id: 'smaller-model',
  label: 'Another model',
  effort: 'hour',
  family: 'which-model',
  *find(input): Generator<undefined, LeverFinding> {
    const today = input.columns[input.baselineNo]
    const others = [...input.columns.keys()].filter((columnNo) => {
      const column = input.columns[columnNo]
      return columnNo !== input.baselineNo && column?.variantId === today?.variantId
    })
    if (!today || others.length === 0) return gridMissing(input, null, 2)
    const judged: Judged[] = []
    const before = columnFigures(input, input.baselineNo)
    for (const columnNo of others) {
      yield
      const figures = { ...columnFigures(input, columnNo), compared: others.length }
      judged.push({ columnNo, verdict: yield* pairedVerdict(input, before, figures) })
    }
    const known = judged.filter(({ verdict }) => verdict.costRatio !== null && verdict.difference !== null)
    if (known.length === 0) return gridMissing(input, null, 2)
    const ratio = ({ verdict }: Judged) => verdict.costRatio ?? Number.POSITIVE_INFINITY
    const shown = known.filter(({ verdict }) => verdict.kind === 'not-worse-and-cheaper')
    const open = known.filter(({ verdict }) => verdict.kind === 'cheaper-undecided')
    const [best] = [shown, open, known].find((list) => list.length > 0)?.toSorted((a, b) => ratio(a) - ratio(b)) ?? []
    return best ? offerOf(input, best, known) : gridMissing(input, null, 2)
  },
}

interface Judged {
  readonly columnNo: number
  readonly verdict: Verdict
}

function offerOf(input: SavingsInput, { columnNo, verdict }: Judged, known: readonly Judged[]): LeverOffer {
  const from = input.columns[input.baselineNo]
  const to = input.columns[columnNo]
  if (!from || !to) throw new RangeError('A verdict names a column that is not there.')
  return {
    kind: 'offer',
    choice: `${to.label} instead of ${from.label}`,
    change: (calls) => moveCalls(input, calls, { from: input.baselineNo, to: columnNo }),
    quality: qualityOf(verdict),
    served: { kind: 'columns' },
    method: `Paired by case: ${verdict.method}${known.length > 1 ? `; ${known.length} models compared, level divided by their number` : ''}.`,
    notes: [
      ...known.filter((one) => one.columnNo !== columnNo).map((one) => one.verdict.sentence),
      ...(verdict.moreCases === null ? [] : [`About ${verdict.moreCases} more cases would settle it.`]),
    ],
    evidence: { runIds: [input.run.id], cases: verdict.cases },
    curves: [],
    actions: [
      {
        kind: 'open-run',
        label: 'Look at the cases',
        runId: input.run.id,
        column: { variantId: to.variantId, modelId: to.modelId },
      },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    decision: { kind: 'model', from, to },
  }
}
