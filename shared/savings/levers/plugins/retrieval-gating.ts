import { columnFigures, pairedVerdict, qualityOf } from '../../paired-quality.ts'
import { columnRatio, moveCall } from '../../planned-call.ts'
import { contextRole, variablesIn } from '../context-columns.ts'
import { gateByTag } from '../gate-by-tag.ts'
import type { Lever, LeverFinding } from '../lever.ts'

/**
 * Fill context in only where it helps: with and without it on the same cases, a rule by tag that is learned on four fifths of the cases and
 * judged on the rest (out-of-fold); cost and score are those of the choices that it makes there (science.md section 7, row 45).
 */
export const plugin: Lever = {
  id: 'retrieval-gating',
  label: 'Context only where it helps',
  effort: 'week',
  family: 'prompt-text',
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const without = input.columns.findIndex((column) => baseline && contextRole(baseline, column) === 'without')
    const column = input.columns[without]
    if (!baseline || !column) {
      return {
        kind: 'no-data',
        missing: 'No variant without its context was run on these cases.',
        remedy: 'Copy the variant, take the context variable out, and run both on the same cases.',
        actions: baseline
          ? [
              {
                kind: 'open-variant',
                label: `Open ${baseline.variantLabel}`,
                promptId: baseline.promptId,
                variantId: baseline.variantId,
              },
            ]
          : [],
      }
    }
    const withContext = columnFigures(input, input.baselineNo)
    const bare = columnFigures(input, without)
    const gate = gateByTag(input, withContext.scores, bare.scores)
    if (gate === null) {
      return {
        kind: 'no-data',
        missing: 'Too few cases are scored both with and without the context: 20 at least.',
        remedy: 'Run more cases, and give them tags that say what they are about.',
        actions: [],
      }
    }
    const dropped = variablesIn(baseline).filter((name) => !variablesIn(column).includes(name))
    const pick = <T>(own: readonly T[], other: readonly T[]) =>
      own.map((value, at) => (gate.isBare[at] ? (other[at] ?? value) : value))
    const verdict = yield* pairedVerdict(input, withContext, {
      column: bare.column,
      label: 'the gate',
      scores: pick(withContext.scores, bare.scores),
      costs: pick(withContext.costs, bare.costs),
    })
    const swap = {
      from: input.baselineNo,
      to: without,
      ratio: columnRatio(input, { from: input.baselineNo, to: without }),
    }
    const share = gate.isBare.filter(Boolean).length / Math.max(1, gate.isBare.length)
    return {
      kind: 'offer',
      choice: `No {{${dropped.join('}}, {{')}}} in ${Math.round(share * 100)} % of the calls`,
      change: (calls) => calls.map((call) => (gate.isBare[call.caseNo] ? moveCall(input, call, swap) : call)),
      quality: qualityOf(verdict),
      served: { kind: 'columns' },
      method:
        'A rule by tag, learned on four fifths of the cases and judged on the rest: cost and score are those of its choices.',
      notes: [gate.sentence],
      evidence: { runIds: [input.run.id], cases: verdict.cases },
      curves: [],
      actions: [
        {
          kind: 'open-run',
          label: 'See the answers',
          runId: input.run.id,
          column: { variantId: column.variantId, modelId: column.modelId },
        },
      ],
    }
  },
}
