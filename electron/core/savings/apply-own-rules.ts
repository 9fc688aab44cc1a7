import { AppError } from '../../../shared/contract/errors.ts'
import type { OwnRule } from '../../../shared/domain/own-rules.ts'
import { textOfCase } from '../../../shared/savings/paired/text-of-case.ts'
import { type AppliedRules, questionText } from '../../../shared/savings/replays/own-rules.ts'
import type { SavingsCase } from '../../../shared/savings/savings-input.ts'
import { compileRegex } from '../../../shared/score/compile-regex.ts'
import type { CoreContext } from '../core-context.ts'
import { turn } from '../turns/turn.ts'

/** Of one rule over all cases; a pattern may end each time and still be too slow for what it answers. */
const LIMIT_MS = 2000
const CASES_PER_TURN = 200

/**
 * Which rule answers which case: the first that holds. Patterns run in the killable runner; one that is bad or too slow is left
 * out as a whole, and its row says why.
 *
 * @throws the signal's reason
 */
export async function applyOwnRules(
  { patterns, ports }: Pick<CoreContext, 'patterns' | 'ports'>,
  cases: readonly SavingsCase[],
  { rules, signal }: { readonly rules: readonly OwnRule[]; readonly signal: AbortSignal },
): Promise<AppliedRules> {
  const texts = cases.map(textOfCase)
  const questions = rules.some(({ kind }) => kind === 'question') ? texts.map(questionText) : []
  const ruleOf = cases.map((): number | null => null)
  const problems: (string | null)[] = []
  for (const [ruleNo, rule] of rules.entries()) {
    const rest = [...ruleOf.keys()].filter((caseNo) => ruleOf[caseNo] === null)
    try {
      if (rule.answer.trim() === '') throw new AppError('bad-input', 'The rule has no answer to give.')
      const hits =
        rule.kind === 'question'
          ? asked(rule, rest, questions)
          : await found(rule, ruleNo, { rest, texts, patterns, now: ports.now, signal })
      for (const caseNo of hits) ruleOf[caseNo] = ruleNo
      problems.push(null)
    } catch (error) {
      if (!(error instanceof AppError) || signal.aborted) throw error
      problems.push(error.message)
    }
    await turn(signal)
  }
  return { rules, problems, ruleOf }
}

function asked({ text }: OwnRule, rest: readonly number[], questions: readonly string[]): readonly number[] {
  const wanted = questionText(text)
  if (wanted === '') throw new AppError('bad-input', 'The question has no letter or digit that could be compared.')
  return rest.filter((caseNo) => questions[caseNo] === wanted)
}

interface Search {
  readonly rest: readonly number[]
  readonly texts: readonly string[]
  readonly patterns: CoreContext['patterns']
  readonly now: () => number
  readonly signal: AbortSignal
}

async function found(
  { text: pattern }: OwnRule,
  ruleNo: number,
  { rest, texts, patterns, now, signal }: Search,
): Promise<readonly number[]> {
  if (pattern.trim() === '') throw new AppError('bad-input', 'The pattern is empty: it would answer every case.')
  compileRegex(pattern, 'i', `rule ${ruleNo + 1}`)
  const hits: number[] = []
  const startedAtMs = now()
  for (const [at, caseNo] of rest.entries()) {
    if (at % CASES_PER_TURN === CASES_PER_TURN - 1) await turn(signal)
    if (now() - startedAtMs > LIMIT_MS) {
      throw new AppError(
        'timeout',
        `The pattern was stopped after ${LIMIT_MS / 1000} s, at ${at} of ${rest.length} cases. Make it simpler, or shorten it to the words that tell.`,
      )
    }
    const match = await patterns.find({ pattern, flags: 'i', text: texts[caseNo] ?? '', group: 0, pick: 'first' })
    if (match !== null) hits.push(caseNo)
  }
  return hits
}
