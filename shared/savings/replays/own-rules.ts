import type { OwnRule, OwnRulesReport } from '../../domain/own-rules.ts'
import { failureBound } from '../../stats/failure-bound.ts'
import { comparable } from '../cascade/answer-check.ts'
import { meanOf } from '../paired/answer-grid.ts'
import type { SavingsInput } from '../savings-input.ts'

/** The user's rules with what they found in the cases, looked for where a pattern can be stopped. */
export interface AppliedRules {
  readonly rules: readonly OwnRule[]
  /** By rule: why it is left out; null = it works. */
  readonly problems: readonly (string | null)[]
  /** By case: place of the rule that answers it; null = ask the model. */
  readonly ruleOf: readonly (number | null)[]
}

export interface OwnRulesReplay extends Omit<OwnRulesReport, 'savedNanoUsd'> {
  /** Place of a case that is answered → whether rightly; null = cannot be judged. */
  readonly isRight: ReadonlyMap<number, boolean | null>
}

type Judged = OwnRulesReport['total']

/** Holds the rules' answers to what the run knows of its cases. */
export function replayOwnRules(input: SavingsInput, { rules, problems, ruleOf }: AppliedRules): OwnRulesReplay {
  const isRight = new Map<number, boolean | null>()
  const hitsOf = rules.map((): number[] => [])
  for (const [caseNo, ruleNo] of ruleOf.entries()) {
    const rule = ruleNo === null ? undefined : rules[ruleNo]
    if (rule === undefined || ruleNo === null) continue
    hitsOf[ruleNo]?.push(caseNo)
    isRight.set(caseNo, rightness(input, caseNo, rule.answer))
  }
  const total = judge(input, [...isRight.keys()], isRight)
  const judged = total.right + total.wrong
  return {
    cases: ruleOf.length,
    total,
    precisionBound: judged === 0 ? null : 1 - failureBound(total.wrong, judged, input.rule.alpha),
    rows: rules.map((_, ruleNo) => {
      const row = judge(input, hitsOf[ruleNo] ?? [], isRight)
      return { ...row, problem: problems[ruleNo] ?? null, isHarmful: isBelowToday(row, input.rule.margin) }
    }),
    isRight,
  }
}

/** What a question is compared by: no case, and one space for every run of space and punctuation; the exported code has the same. */
export function questionText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{Z}\s]+/gu, ' ')
    .trim()
}

/** A scored answer that says the same has met the assertions; else the expected answer tells. Null = neither is there. */
function rightness({ answers, cases }: SavingsInput, caseNo: number, answer: string): boolean | null {
  const said = comparable(answer)
  for (const column of answers) {
    for (const { output, score, hasPassed } of column[caseNo] ?? []) {
      if (score !== null && comparable(output) === said) return hasPassed ?? score === 1
    }
  }
  const expected = cases[caseNo]?.expected ?? null
  return expected === null ? null : comparable(expected) === said
}

function judge(input: SavingsInput, hits: readonly number[], isRight: ReadonlyMap<number, boolean | null>): Judged {
  const right = hits.filter((caseNo) => isRight.get(caseNo) === true)
  const wrong = hits.filter((caseNo) => isRight.get(caseNo) === false)
  const today = [...right, ...wrong].flatMap((caseNo) =>
    (input.answers[input.baselineNo]?.[caseNo] ?? []).flatMap(({ score }) => score ?? []),
  )
  return {
    hits: hits.length,
    right: right.length,
    wrong: wrong.length,
    unjudged: hits.length - right.length - wrong.length,
    todayScore: today.length === 0 ? null : meanOf(today),
  }
}

function isBelowToday({ right, wrong, todayScore }: Judged, margin: number): boolean {
  return wrong > 0 && todayScore !== null && right / (right + wrong) < todayScore - margin
}
