import { describe, expect, it } from 'vitest'
import { assertionType, parseAssertionType } from '../../../shared/score/parse-assertion-type.ts'
import { scorers } from '../../../shared/score/registry.ts'

async function passes(id: string, output: string, value: string | null, options: object = {}): Promise<boolean> {
  const scorer = scorers.get(id)
  const validateJson = (schema: unknown) => (schema === false ? ['must be nothing'] : [])
  const verdict = await scorer.score({ output, value, options: scorer.options.parse(options) }, { validateJson })
  return verdict.hasPassed
}

// Right of each: what promptfoo says of the same output and value.
it.each([
  ['equals', 'Yes', 'Yes', true],
  ['equals', 'Yes ', 'Yes', false],
  ['equals', 'yes', 'Yes', false],
  ['equals', '', '', true],
  ['contains', 'a yes b', 'yes', true],
  ['contains', 'a YES b', 'yes', false],
  ['contains', 'abc', '', true],
  ['icontains', 'a YES b', 'yEs', true],
  ['icontains', 'no', 'yes', false],
  ['starts-with', 'Yes, sure', 'Yes', true],
  ['starts-with', ' Yes', 'Yes', false],
  ['regex', 'order 123', '\\d{3}', true],
  ['regex', 'Order', '^order', false],
  ['regex', 'a.c', 'a\\.c', true],
  ['is-json', ' {"a": 1}\n', null, true],
  ['is-json', '12', null, true],
  ['is-json', '```json\n{}\n```', null, false],
  ['is-json', '', null, false],
])('%s of %j with %j: %s', async (id, output, value, expected) => {
  expect(await passes(id, output, value)).toBe(expected)
})

it('takes flags for a pattern, and a schema for JSON from the options or the value', async () => {
  expect(await passes('regex', 'Order', '^order', { flags: 'i' })).toBe(true)
  expect(await passes('is-json', '{}', null, { schema: true })).toBe(true)
  expect(await passes('is-json', '{}', null, { schema: false })).toBe(false)
  expect(await passes('is-json', '{}', 'false')).toBe(false)
  expect(await passes('is-json', '{}', 'true')).toBe(true)
})

describe('parseAssertionType', () => {
  it('reads every scorer and its negation, and writes them back', () => {
    for (const { id } of scorers.all) {
      for (const isNegated of [false, true]) {
        const assertion = { scorer: id, isNegated }
        expect(parseAssertionType(assertionType(assertion))).toEqual(assertion)
      }
    }
    expect(assertionType({ scorer: 'equals', isNegated: true })).toBe('not-equals')
  })

  it('names the scorers there are when there is none of that name', () => {
    expect(() => parseAssertionType('not-vibes')).toThrow(/There is no scorer "vibes"\. Known: .*contains.*equals/)
  })
})
