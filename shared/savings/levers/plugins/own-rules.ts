import { failureBound } from '../../../stats/failure-bound.ts'
import { percent } from '../../paired/policy-curve.ts'
import { type AppliedRules, type OwnRulesReplay, replayOwnRules } from '../../replays/own-rules.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Answers before the model by rules that the user wrote: patterns and questions, replayed on the recorded cases; precision with its
 * lower Clopper–Pearson bound.
 */
export const plugin = {
  id: 'own-rules',
  label: 'Your own rules',
  effort: 'day',
  family: 'rules',
  find(input): LeverFinding {
    const applied = input.ownRules
    if (applied === null || applied.rules.length === 0) {
      return missing(
        'You have written no rule yet.',
        'Write patterns or frequent questions with the answer to each: what they answer no longer reaches the model.',
      )
    }
    const replay = replayOwnRules(input, applied)
    if (replay.total.hits === 0) {
      const bad = applied.problems.filter((problem) => problem !== null).length
      return missing(
        `None of the ${replay.cases.toLocaleString('en-US')} recorded cases is answered by your ${applied.rules.length === 1 ? 'rule' : `${applied.rules.length} rules`}${bad === 0 ? '' : `, of which ${bad} cannot be used`}.`,
        'Try them on the cases, which tells for each rule what it finds.',
      )
    }
    return offerOf(input, applied, replay)
  },
} satisfies Lever

const EDIT = { kind: 'own-rules' as const, label: 'Your own rules…' }
const MOST_NOTES = 20

function missing(text: string, remedy: string): LeverFinding {
  return { kind: 'no-data', missing: text, remedy, actions: [EDIT] }
}

function offerOf(input: SavingsInput, applied: AppliedRules, replay: OwnRulesReplay): LeverOffer {
  const { total, rows, isRight, cases } = replay
  const model = input.columns[input.baselineNo]
  const usable = applied.rules.filter((_, ruleNo) => applied.problems[ruleNo] === null)
  const harmful = rows.flatMap(({ isHarmful }, ruleNo) => (isHarmful ? [ruleNo + 1] : []))
  const hurts = harmful.length === 0 ? '' : `; ${listed(harmful)} ${harmful.length === 1 ? 'hurts' : 'hurt'}`
  return {
    kind: 'offer',
    choice: `${usable.length === 1 ? '1 rule answers' : `${usable.length} rules answer`} ${percent(total.hits / cases)} of the cases before the model${hurts}`,
    change: (calls) => calls.map((call) => (isRight.has(call.caseNo) ? { ...call, share: 0, extraNanoUsd: 0 } : call)),
    quality: qualityOf(input, replay),
    served: {
      kind: 'rescored',
      rescore: (scores) =>
        scores.map((score, caseNo) => {
          const right = isRight.get(caseNo)
          return right === undefined ? score : right === null ? null : right ? 1 : 0
        }),
    },
    method:
      'Your rules are replayed on the recorded cases, the first that holds answers; if you wrote them with these cases before you, they do better here than they will.',
    notes: rows.flatMap((row, ruleNo) => noteOf(row, ruleNo) ?? []).slice(0, MOST_NOTES),
    evidence: { runIds: [input.run.id], cases },
    curves: [],
    actions: [
      { kind: 'export', label: 'Export as TypeScript', exportId: 'typescript' },
      { kind: 'export', label: 'Export as Python', exportId: 'python' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
      EDIT,
    ],
    ...(model === undefined ? {} : { decision: { kind: 'own-rules' as const, model, rules: usable } }),
  }
}

function qualityOf({ rule }: SavingsInput, { total, precisionBound }: OwnRulesReplay): LeverOffer['quality'] {
  const { right, wrong, unjudged, todayScore } = total
  const judged = right + wrong
  if (precisionBound === null) {
    return {
      kind: 'not-measured',
      sentence: `None of the ${total.hits} rule answers can be judged: these cases have no expected answer, and no scored answer says the same.`,
    }
  }
  const left = unjudged === 0 ? '' : ` ${unjudged} more cannot be judged: nothing says what these cases expect.`
  const counted = `${right} of ${judged} rule answers are right, at least ${percent(precisionBound)} by the exact bound`
  if (todayScore === null) {
    return { kind: 'not-measured', sentence: `${counted}; today’s answers to these cases are not scored.${left}` }
  }
  const wanted = todayScore - rule.margin
  const isSafe = unjudged === 0 && precisionBound >= wanted
  const isWorse = failureBound(right, judged, rule.alpha) < wanted
  return {
    kind: 'verdict',
    verdict: isSafe ? 'not-worse-and-cheaper' : isWorse ? 'worse' : 'cheaper-undecided',
    isProven: false,
    caveats: ['not-hold-out'],
    sentence: `${counted}; the model scores ${percent(todayScore)} on the same cases.${left}`,
  }
}

/** What there is to know of one rule; null = it works, and nothing can be said of its answers but how many. */
function noteOf(row: OwnRulesReplay['rows'][number], ruleNo: number): string | null {
  const name = `Rule ${ruleNo + 1}`
  if (row.problem !== null) return `${name} is left out. ${row.problem}`
  if (row.hits === 0) return `${name} answers no case that the rules before it leave.`
  const { right, wrong, unjudged, todayScore } = row
  if (row.isHarmful && todayScore !== null) {
    return `${name} hurts: ${right} of ${right + wrong} right where the model scores ${percent(todayScore)}. Narrow it or take it away.`
  }
  return `${name}: ${right} right, ${wrong} wrong${unjudged === 0 ? '' : `, ${unjudged} not judged`}.`
}

function listed(numbers: readonly number[]): string {
  const [first, ...more] = numbers
  if (more.length === 0) return `rule ${first}`
  return numbers.length > 4
    ? `${numbers.length} rules`
    : `rules ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`
}
