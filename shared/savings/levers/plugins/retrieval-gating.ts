import type { Verdict } from '../../../domain/verdict.ts'
import { partialNames } from '../../../template/used-partials.ts'
import { withoutVariable } from '../../../template/without-variable.ts'
import { columnFigures, pairedVerdict, qualityOf } from '../../paired-quality.ts'
import { columnRatio, moveCall, todaysCalls } from '../../planned-call.ts'
import type { SavingsColumn, SavingsInput } from '../../savings-input.ts'
import { byPromise } from '../by-promise.ts'
import { editAction } from '../column-lever.ts'
import { contextRole, variablesIn } from '../context-columns.ts'
import { gateByTag, type TagGate } from '../gate-by-tag.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'
import { makeVariants } from '../make-variants.ts'
import { measureLever } from '../measure-lever.ts'

/**
 * Fill context in only where it helps: with and without it on the same cases, a rule by tag that is learned on four fifths of the cases and
 * judged on the rest (out-of-fold); cost and score are those of the choices that it makes there (science.md section 7, row 45). Of several
 * columns, each without another part, the best is taken, the level divided by their number.
 */
export const plugin: Lever = {
  id: 'retrieval-gating',
  label: 'Context only where it helps',
  effort: 'week',
  family: 'prompt-text',
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const makes = baseline ? makesWithout(input, baseline) : []
    const bare = input.columns.flatMap((column, columnNo) =>
      baseline && contextRole(baseline, column) === 'without' ? [columnNo] : [],
    )
    if (!baseline || bare.length === 0) {
      return {
        kind: 'no-data',
        missing: 'No variant without its context was run on these cases.',
        remedy:
          makes.length > 0
            ? 'Make variants without one of its variables each, and run them beside today’s.'
            : 'Copy the variant, take the context variable out, and run both on the same cases.',
        actions: [...makes, ...(baseline ? [editAction(baseline)] : [])],
      }
    }
    const gated: Gated[] = []
    for (const columnNo of bare) {
      yield
      const found = yield* gateOf(input, columnNo, bare.length)
      if (found) gated.push(found)
    }
    const [best] = gated.toSorted(byPromise)
    if (!best) {
      return {
        kind: 'no-data',
        missing: 'Too few cases are scored both with and without the context: 20 at least.',
        remedy: 'Run more cases, and give them tags that say what they are about.',
        actions: makes,
      }
    }
    const { column, gate, verdict, change } = best
    const share = gate.isBare.filter(Boolean).length / Math.max(1, gate.isBare.length)
    const others = gated.filter((one) => one !== best).map((one) => droppedIn(baseline, one.column))
    return {
      kind: 'offer',
      choice: `No ${droppedIn(baseline, column)} in ${Math.round(share * 100)} % of the calls`,
      change,
      quality: qualityOf(verdict),
      served: { kind: 'columns' },
      method: `A rule by tag, learned on four fifths of the cases and judged on the rest: cost and score are those of its choices.${bare.length > 1 ? ` ${bare.length} compared, level divided by their number.` : ''}`,
      notes: [
        gate.sentence,
        ...(others.length > 0 ? [`It promises more than a rule for ${others.join(' or ')}.`] : []),
      ],
      evidence: { runIds: [input.run.id], cases: verdict.cases },
      curves: [],
      actions: [
        {
          kind: 'open-run',
          label: 'See the answers',
          runId: input.run.id,
          column: { variantId: column.variantId, modelId: column.modelId },
        },
        ...makes,
      ],
    }
  },
}

interface Gated {
  readonly column: SavingsColumn
  readonly gate: TagGate
  readonly verdict: Verdict
  readonly change: LeverOffer['change']
  readonly savedNanoUsd: number
}

/** Null where too few cases are scored both ways. */
function* gateOf(input: SavingsInput, columnNo: number, compared: number): Generator<undefined, Gated | null> {
  const column = input.columns[columnNo]
  const withContext = columnFigures(input, input.baselineNo)
  const bare = columnFigures(input, columnNo)
  const gate = gateByTag(input, withContext.scores, bare.scores)
  if (!column || gate === null) return null
  const pick = <T>(own: readonly T[], other: readonly T[]) =>
    own.map((value, at) => (gate.isBare[at] ? (other[at] ?? value) : value))
  const verdict = yield* pairedVerdict(input, withContext, {
    column: bare.column,
    label: 'the gate',
    scores: pick(withContext.scores, bare.scores),
    costs: pick(withContext.costs, bare.costs),
    compared,
  })
  const swap = {
    from: input.baselineNo,
    to: columnNo,
    ratio: columnRatio(input, { from: input.baselineNo, to: columnNo }),
  }
  const change: LeverOffer['change'] = (calls) =>
    calls.map((call) => (gate.isBare[call.caseNo] ? moveCall(input, call, swap) : call))
  const savedNanoUsd = measureLever(input, todaysCalls(input), { change })?.savedNanoUsd ?? 0
  return { column, gate, verdict, change, savedNanoUsd }
}

/** "{{context}}, {{notes}}" */
function droppedIn(baseline: SavingsColumn, column: SavingsColumn): string {
  const kept = variablesIn(column)
  return variablesIn(baseline)
    .filter((name) => !kept.includes(name))
    .map((name) => `{{${name}}}`)
    .join(', ')
}

/** Of the variables that can be dropped whole and that no column of the run has left out by itself. */
function makesWithout(input: SavingsInput, baseline: SavingsColumn) {
  // What a partial reads is not known here: a version that is offered might not be had.
  if (baseline.content.messages.some(({ template }) => partialNames(template).length > 0)) return []
  const tried = input.columns.map((column) =>
    contextRole(baseline, column) === 'without' ? droppedIn(baseline, column) : null,
  )
  const variables = variablesIn(baseline)
    .filter((name) => !tried.includes(`{{${name}}}`) && withoutVariable(baseline.content.messages, name) !== null)
    .map((name) => ({ name, tokens: baseline.tokens.variables.find((one) => one.name === name)?.tokens ?? null }))
  const [first] = variables
  if (!first) return []
  const label =
    variables.length === 1 ? `Make a variant without {{${first.name}}}…` : 'Make variants without a variable…'
  return makeVariants(input, label, { of: 'variables', variables })
}
