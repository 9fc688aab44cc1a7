import { Assertion } from '../domain/score.ts'

/** An assertion and those of its set, from the outside in. */
export function nestedAssertions(assertion: Assertion): readonly Assertion[] {
  return [assertion, ...membersOf(assertion).flatMap(nestedAssertions)]
}

/** Of a set; none of another assertion, nor where one of them is not valid. */
export function membersOf({ scorer, options }: Assertion): readonly Assertion[] {
  const members = Assertion.array().safeParse(scorer === 'assert-set' ? options.assert : [])
  return members.success ? members.data : []
}
