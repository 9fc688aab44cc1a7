import { kFolds } from '../../paired/k-folds.ts'
import { percent } from '../../paired/policy-curve.ts'
import { textOfCase } from '../../paired/text-of-case.ts'
import { type GateCase, type GateReplay, replayGate } from '../../replays/rule-gate.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Answers before the model by rules without exception among the cases: words and pairs of words. Each case is
 * judged by rules learnt without it; precision with its lower Clopper–Pearson bound.
 */
export const plugin: Lever = {
  id: 'rule-gate',
  label: 'Rules before the model',
  effort: 'day',
  family: 'rules',
  *find(input): Generator<undefined, LeverFinding> {
    const placed = casesOf(input)
    if (placed.length < FEWEST) {
      return missing(
        `${placed.length.toLocaleString('en-US')} cases say what they expect; below ${FEWEST} no rule can be learnt and judged.`,
      )
    }
    const answers = new Set(placed.map(({ one }) => one.expected))
    if (answers.size > placed.length / 4) {
      return missing(
        `${placed.length} cases expect ${answers.size} different answers: rules answer only where the same answer comes again.`,
      )
    }
    const cases = placed.map(({ one }) => one)
    const foldOf = kFolds(
      placed.map(({ one }) => ({ cluster: one.cluster, tags: [one.expected] })),
      FOLDS,
      input.run.id,
    )
    const replay = yield* replayGate(cases, { foldOf, folds: FOLDS, alpha: input.rule.alpha })
    if (replay.answered === 0) return missing('No word or pair of words always goes with the same answer often enough.')
    return offerOf(input, placed, replay)
  },
}

const FEWEST = 100
const FOLDS = 5

interface Placed {
  readonly caseNo: number
  readonly one: GateCase
}

function missing(text: string): LeverFinding {
  return {
    kind: 'no-data',
    missing: text,
    remedy: 'Import cases with an expected label each; rules are for questions whose answers repeat.',
    actions: [],
  }
}

function casesOf({ cases }: SavingsInput): readonly Placed[] {
  return cases.flatMap(({ variables, expected, cluster }, caseNo) =>
    expected === null ? [] : [{ caseNo, one: { text: textOfCase({ variables }), expected, cluster } }],
  )
}

function offerOf(input: SavingsInput, placed: readonly Placed[], replay: GateReplay): LeverOffer {
  const { coverage, answered, wrong, precisionBound, isAnswered, rules } = replay
  const gated = new Set(placed.filter((_, index) => isAnswered[index]).map(({ caseNo }) => caseNo))
  const model = input.columns[input.baselineNo]
  const today = scoreOf(input, gated)
  const isSafe = today !== null && precisionBound >= today - input.rule.margin
  return {
    kind: 'offer',
    choice: `${rules.length} rules answer ${percent(coverage)} of the cases before the model`,
    change: (calls) => calls.map((call) => (gated.has(call.caseNo) ? { ...call, share: 0, extraNanoUsd: 0 } : call)),
    quality:
      today === null
        ? { kind: 'not-measured', sentence: 'Today’s answers to these cases are not scored.' }
        : {
            kind: 'verdict',
            verdict: isSafe ? 'not-worse-and-cheaper' : 'cheaper-undecided',
            isProven: false,
            caveats: ['not-hold-out'],
            sentence: `${answered - wrong} of ${answered} rule answers are right, at least ${percent(precisionBound)} by the exact bound; the model scores ${percent(today)} on the same cases.`,
          },
    served: { kind: 'rescored', rescore: (scores) => rescored(scores, placed, replay) },
    method:
      'Five folds: rules are learnt without the cases that judge them; a rule needs eight cases without an exception.',
    notes: rules.slice(0, 6).map(({ words, answer }) => `${words.join(' + ')} → ${short(answer)}`),
    evidence: { runIds: [input.run.id], cases: placed.length },
    curves: [],
    actions: [
      { kind: 'export', label: 'Export as TypeScript', exportId: 'typescript' },
      { kind: 'export', label: 'Export as Python', exportId: 'python' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    ...(model === undefined ? {} : { decision: { kind: 'rule-gate' as const, model, rules } }),
  }
}

function rescored(
  scores: readonly (number | null)[],
  placed: readonly Placed[],
  { isAnswered, isWrong }: GateReplay,
): readonly (number | null)[] {
  const next = [...scores]
  for (const [place, { caseNo }] of placed.entries()) if (isAnswered[place]) next[caseNo] = isWrong[place] ? 0 : 1
  return next
}

/** Of today's model on the cases that rules would answer; null = not scored. */
function scoreOf(input: SavingsInput, gated: ReadonlySet<number>): number | null {
  const scores = [...gated].flatMap((caseNo) =>
    (input.answers[input.baselineNo]?.[caseNo] ?? []).flatMap(({ score }) => score ?? []),
  )
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
