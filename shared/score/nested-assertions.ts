import { Assertion } from '../domain/score.ts'

/** An assertion and those of its set, from the outside in; of ones that are not valid, only the set. */
export function nestedAssertions(assertion: Assertion): readonly Assertion[] {
  const members = Assertion.array().safeParse(assertion.scorer === 'assert-set' ? assertion.options.assert : [])
  return [assertion, ...(members.success ? members.data.flatMap(nestedAssertions) : [])]
}
