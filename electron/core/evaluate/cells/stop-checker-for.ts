import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { firstLabelChecker } from '../../../../shared/evaluate/early-stop/first-label-checker.ts'
import { jsonPrefixChecker } from '../../../../shared/evaluate/early-stop/json-prefix-checker.ts'
import { refusalChecker } from '../../../../shared/evaluate/early-stop/refusal-checker.ts'
import { repetitionChecker } from '../../../../shared/evaluate/early-stop/repetition-checker.ts'
import { anyChecker, type StopChecker } from '../../../../shared/evaluate/early-stop/stop-checker.ts'
import { isAsked } from '../../../../shared/score/is-asked.ts'

/** As they stand in values: only the plain form, since anything else may mean any text. */
const EXPECTED = /^\s*\{\{\s*expected\s*\}\}\s*$/

/**
 * What may end an answer before its end: assertions that it can no longer pass, refusals, and running in circles. Null when
 * there is nothing to be judged by, since then the whole answer is wanted.
 */
export function stopCheckerFor(all: readonly Assertion[], evalCase: EvalCase): StopChecker | null {
  const assertions = all.filter((assertion) => isAsked(assertion, evalCase))
  const binding = assertions.filter(({ weight, isNegated, transforms }) => {
    const leavesText = transforms.every(({ kind }) => kind === 'trim' || kind === 'lower-case')
    return weight > 0 && !isNegated && leavesText
  })
  const checkers = binding.flatMap((assertion) => checkerOf(assertion, evalCase))
  if (assertions.length === 0) return null
  // An assertion that something is absent may be passed by a refusal.
  const mayRefuse = assertions.some(({ isNegated }) => isNegated)
  return anyChecker([...checkers, ...(mayRefuse ? [] : [refusalChecker()]), repetitionChecker()])
}

function checkerOf({ scorer, value }: Assertion, { expected }: EvalCase): StopChecker[] {
  if (scorer === 'is-json') return [jsonPrefixChecker()]
  if (scorer !== 'equals' && scorer !== 'starts-with') return []
  return value !== null && EXPECTED.test(value) && expected !== null ? [firstLabelChecker([expected])] : []
}
