import { Assertion } from '../../domain/score.ts'
import { type Fields, listOf } from '../prompts/json-fields.ts'
import type { Notes } from './notes.ts'
import { type AssertionReading, readAssertion } from './read-assertion.ts'
import { readTransform } from './read-transform.ts'

export interface MergedTest {
  readonly test: Fields
  readonly byDefault: Fields
  /** Of both, the test's own above. */
  readonly options: Fields
  readonly place: string
}

/** What a test asks, after what the configuration asks of every test; with a threshold of its own, as one set. */
export function testAssertions(
  { test, byDefault, options, place }: MergedTest,
  reading: Omit<AssertionReading, 'transforms'>,
): readonly Assertion[] {
  const own = listOf(test.assert).map((one, index) => [one, `${place}.assert[${index}]`] as const)
  const defaults = listOf(byDefault.assert).map((one, index) => [one, `defaultTest.assert[${index}]`] as const)
  const asked = options.disableDefaultAsserts === true ? own : [...defaults, ...own]
  const transforms = transformsOf(options, place, reading.notes)
  const assertions = asked
    .map(([one, at]) => readAssertion(one, at, { ...reading, transforms }))
    .filter((one) => one !== null)
  const threshold = test.threshold ?? byDefault.threshold
  if (typeof threshold !== 'number' || assertions.length === 0) return assertions
  if (threshold > 1 || threshold < 0) {
    reading.notes.add(`${place}.threshold`, 'A threshold outside of 0 to 1 is not taken.')
    return assertions
  }
  return [
    Assertion.parse({ scorer: 'assert-set', options: { assert: JSON.parse(JSON.stringify(assertions)), threshold } }),
  ]
}

/** What happens to the output before it is judged; null = something that is not plain. */
function transformsOf(options: Fields, place: string, notes: Notes): Assertion['transforms'] | null {
  const given = options.transform ?? options.postprocess
  if (given === undefined || given === null) return []
  const read = typeof given === 'string' ? readTransform(given) : null
  if (read === null)
    notes.add(
      `${place}.options.transform`,
      `The transform ${JSON.stringify(given).slice(0, 120)} is code that Pithy does not run.`,
    )
  return read === null ? null : [...read]
}
