import { describe, expect, it } from 'vitest'
import { Assertion } from '../../../shared/domain/score.ts'
import { type ScoreRequest, scoreOutput } from '../../../shared/evaluate/score-output.ts'

const evalCase = { variables: { topic: 'tea', n: 3 }, expected: 'Yes' }

function ask(output: string, assertions: readonly object[], part: Partial<ScoreRequest> = {}) {
  return scoreOutput({
    output,
    assertions: assertions.map((assertion) => Assertion.parse(assertion)),
    evalCase,
    validateJson: () => [],
    ...part,
  })
}

describe('scoreOutput', () => {
  it('weighs the scores and passes only when all with a weight pass', async () => {
    const assertions = [
      { scorer: 'equals', value: '{{expected}}', weight: 3 },
      { scorer: 'contains', value: '{{ topic }}' },
      { scorer: 'contains', value: 'never there', weight: 0 },
    ]
    expect(await ask('Yes', assertions)).toMatchObject({ score: 0.75, hasPassed: false })
    expect(await ask('Yes', assertions.slice(0, 1))).toMatchObject({ score: 1, hasPassed: true })
    expect(
      (await ask('Yes', assertions)).assertions.map((result) => [
        result.scorer,
        result.score,
        result.hasPassed,
        result.weight,
      ]),
    ).toEqual([
      ['equals', 1, true, 3],
      ['contains', 0, false, 1],
      ['contains', 0, false, 0],
    ])
  })

  it('has no opinion without assertions that weigh something', async () => {
    expect(await ask('Yes', [])).toEqual({ score: null, hasPassed: null, assertions: [] })
    expect(await ask('Yes', [{ scorer: 'equals', value: 'No', weight: 0 }])).toMatchObject({
      score: null,
      hasPassed: null,
    })
  })

  it('turns the verdict of a negated assertion around', async () => {
    const assertion = { scorer: 'contains', isNegated: true, value: 'sorry' }
    expect((await ask('I am sorry', [assertion])).assertions).toEqual([
      {
        scorer: 'contains',
        isNegated: true,
        score: 0,
        hasPassed: false,
        reason: 'The output contains "sorry".',
        weight: 1,
      },
    ])
    expect(await ask('Fine', [assertion])).toMatchObject({ score: 1, hasPassed: true })
  })

  it('applies transforms before scoring', async () => {
    const transforms = [{ kind: 'regex-extract', pattern: 'answer is (\\w+)' }, { kind: 'trim' }]
    expect(await ask('So the answer is Yes.', [{ scorer: 'equals', value: '{{expected}}', transforms }])).toMatchObject(
      { score: 1 },
    )
  })

  it.each([
    ['an undefined variable', { scorer: 'equals', value: '{{ nobody }}' }, 'the variable "nobody" has no value'],
    [
      'an unknown scorer',
      { scorer: 'vibes', value: 'x' },
      'There is no scorer "vibes". Known: assert-set, bleu, contains,',
    ],
    [
      'a pattern that is not valid',
      { scorer: 'regex', value: '[' },
      'The pattern /[/ of the "regex" assertion is not valid',
    ],
    ['a missing value', { scorer: 'equals' }, 'The assertion "equals" needs a value'],
    [
      'options that are not valid',
      { scorer: 'regex', value: 'a', options: { flags: 'gz' } },
      'The options of "regex" are not valid',
    ],
    [
      'a transform that finds nothing',
      { scorer: 'equals', value: 'a', transforms: [{ kind: 'json-path', path: '$.a' }] },
      'There is no JSON',
    ],
    ['a schema that is not JSON', { scorer: 'is-json', value: '{' }, 'is not JSON'],
  ])('makes %s a failed assertion with the reason, negated or not', async (_what, assertion, reason) => {
    for (const isNegated of [false, true]) {
      const result = await ask('{', [{ ...assertion, isNegated }])
      expect(result).toMatchObject({ score: 0, hasPassed: false })
      expect(result.assertions[0]?.reason).toContain(reason)
    }
  })

  it('makes a validator that throws a failed assertion', async () => {
    const validateJson = () => {
      throw new Error('schema is broken')
    }
    const result = await ask('{}', [{ scorer: 'is-json', options: { schema: {} } }], { validateJson })
    expect(result.assertions[0]).toMatchObject({
      hasPassed: false,
      reason: 'The scorer "is-json" failed: schema is broken',
    })
  })

  it('lets the expected answer win over a variable of the same name', async () => {
    const own = { variables: { expected: 'No' }, expected: 'Yes' }
    expect(await ask('Yes', [{ scorer: 'equals', value: '{{expected}}' }], { evalCase: own })).toMatchObject({
      hasPassed: true,
    })
    const none = { variables: { expected: 'No' }, expected: null }
    expect(await ask('No', [{ scorer: 'equals', value: '{{expected}}' }], { evalCase: none })).toMatchObject({
      hasPassed: true,
    })
  })
})
