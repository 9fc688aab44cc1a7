import { formatUsd } from '../../cost/format-usd.ts'
import type { LeverAction, LeverCurve } from '../../domain/savings.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { kneeOf } from '../../stats/rank-by-knee.ts'
import { columnFigures, pairedVerdict, qualityOf } from '../paired-quality.ts'
import { planCost } from '../plan-cost.ts'
import { callsOfColumn, moveCalls, todaysCalls } from '../planned-call.ts'
import type { SavingsColumn, SavingsInput } from '../savings-input.ts'
import { byPromise } from './by-promise.ts'
import type { LeverFinding, LeverOffer } from './lever.ts'
import { measureLever } from './measure-lever.ts'

/** A lever that is measured by another column of the same run: the same cases, answered another way. */
export interface ColumnLeverSpec {
  /** Places of the columns that show it. */
  readonly candidates: readonly number[]
  readonly choiceOf: (column: SavingsColumn) => string
  readonly method: string
  readonly notesOf?: (column: SavingsColumn) => readonly string[]
  /** A chart of all candidates, if there is something to read along an axis. */
  readonly axis?: {
    readonly title: string
    readonly xLabel: string
    readonly placeOf: (column: SavingsColumn) => number | null
    /** Its places are amounts, less of which costs less: where the curve bends is marked. */
    readonly hasKnee?: boolean
  }
  /** Where nothing shows it. */
  readonly missing: string
  readonly remedy: string
  readonly remedyActions?: readonly LeverAction[]
  /** What makes the variants that would show it, or show more of it; offered in either state. Absent = nothing does. */
  readonly makes?: readonly LeverAction[]
}

interface Candidate {
  readonly columnNo: number
  readonly column: SavingsColumn
  readonly verdict: Verdict
  readonly savedNanoUsd: number
}

/** Takes of the candidates the one that saves most among those shown to be not worse; failing that the one that is least in doubt. */
export function* columnLever(input: SavingsInput, spec: ColumnLeverSpec): Generator<undefined, LeverFinding> {
  const baseline = input.columns[input.baselineNo]
  const today = todaysCalls(input)
  const before = columnFigures(input, input.baselineNo)
  const measured: Candidate[] = []
  const asked = spec.candidates.filter((columnNo) => callsOfColumn(input, columnNo).length > 0)
  for (const columnNo of asked) {
    const column = input.columns[columnNo]
    if (!column) continue
    yield
    const change: LeverOffer['change'] = (calls) => moveCalls(input, calls, { from: input.baselineNo, to: columnNo })
    const saved = measureLever(input, today, { change })
    const verdict = yield* pairedVerdict(input, before, { ...columnFigures(input, columnNo), compared: asked.length })
    if (saved) measured.push({ columnNo, column, verdict, savedNanoUsd: saved.savedNanoUsd })
  }
  const [best] = measured.toSorted(byPromise)
  if (!best || !baseline) {
    return {
      kind: 'no-data',
      missing: spec.missing,
      remedy: spec.remedy,
      actions: [...(spec.makes ?? []), ...(spec.remedyActions ?? (baseline ? [editAction(baseline)] : []))],
    }
  }
  const { column, columnNo, verdict } = best
  return {
    kind: 'offer',
    choice: spec.choiceOf(column),
    change: (calls) => moveCalls(input, calls, { from: input.baselineNo, to: columnNo }),
    quality: qualityOf(verdict),
    served: { kind: 'columns' },
    method: asked.length > 1 ? `${spec.method} ${asked.length} compared, level divided by their number.` : spec.method,
    notes: [...(spec.notesOf?.(column) ?? []), ...otherNotes(measured, best)],
    evidence: { runIds: [input.run.id], cases: verdict.cases },
    curves: spec.axis
      ? curveOf(input, spec.axis, [input.baselineNo, ...measured.map((each) => each.columnNo)], columnNo)
      : [],
    actions: [
      {
        kind: 'open-run',
        label: 'See the answers',
        runId: input.run.id,
        column: { variantId: column.variantId, modelId: column.modelId },
      },
      ...(column.variantId === baseline.variantId
        ? []
        : [
            {
              kind: 'open-variant' as const,
              label: `Open ${column.variantLabel}`,
              promptId: column.promptId,
              variantId: column.variantId,
            },
          ]),
      ...(spec.makes ?? []),
    ],
  }
}

export function editAction({ promptId, variantId, variantLabel }: SavingsColumn): LeverAction {
  return { kind: 'open-variant', label: `Open ${variantLabel}`, promptId, variantId }
}

function otherNotes(measured: readonly Candidate[], best: Candidate): readonly string[] {
  const cheaper = measured.filter((each) => each.savedNanoUsd > best.savedNanoUsd)
  return cheaper
    .slice(0, 2)
    .map(
      ({ column, verdict, savedNanoUsd }) =>
        `${column.label} would save ${formatUsd(savedNanoUsd)} per month and is ${verdict.kind === 'worse' ? 'worse' : 'not shown to be as good'}.`,
    )
}

function curveOf(
  input: SavingsInput,
  { title, xLabel, placeOf, hasKnee = false }: NonNullable<ColumnLeverSpec['axis']>,
  columnNos: readonly number[],
  chosenNo: number,
): LeverCurve[] {
  const points = columnNos.flatMap((columnNo) => {
    const column = input.columns[columnNo]
    const x = column ? placeOf(column) : null
    const scores = columnFigures(input, columnNo).scores.filter((score) => score !== null)
    if (!column || x === null || scores.length === 0) return []
    const y = scores.reduce((sum, score) => sum + score, 0) / scores.length
    const cost = planCost(input, callsOfColumn(input, columnNo)).monthNanoUsd
    return [{ columnNo, x, y, label: `${column.label}, ${formatUsd(cost)} / month` }]
  })
  if (points.length < 2) return []
  const sorted = points.toSorted((a, b) => a.x - b.x)
  const knee = hasKnee ? kneeOf(sorted.map((point) => ({ ...point, quality: point.y, cost: point.x }))) : null
  const plain = sorted.map(({ columnNo: _no, ...point }) => point)
  const chosen = sorted.filter(({ columnNo }) => columnNo === chosenNo).map(({ columnNo: _no, ...point }) => point)
  return [
    {
      title,
      xLabel,
      yLabel: 'Mean score',
      xUnit: 'number',
      yUnit: 'ratio',
      series: [
        { name: 'Measured', role: 'line', points: plain },
        ...(knee
          ? [
              {
                name: 'Knee',
                role: 'points' as const,
                points: plain.filter(({ x, y }) => x === knee.x && y === knee.y),
              },
            ]
          : []),
        { name: 'Chosen', role: 'chosen', points: chosen },
      ],
      note: `Mean score of ${input.cases.length} cases at each step.${knee ? ` The knee is at ${knee.x}: with less the score falls fast, with more it gains little.` : ''}`,
    },
  ]
}
