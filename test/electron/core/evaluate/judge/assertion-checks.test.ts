import { expect, test } from 'vitest'
import { Assertion } from '../../../../../shared/domain/score.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'

const broken: [string, object, RegExp][] = [
  ['a bad pattern', { scorer: 'regex', value: '(' }, /^Assertion 1: The pattern \/\(\/ .*Unterminated group/],
  ['a bad pattern made from a case', { scorer: 'regex', value: '{{text}}(' }, /^Assertion 1, case 1: The pattern/],
  ['a pattern that never ends', { scorer: 'regex', value: '^(a+)+$' }, /^Assertion 1: .*was stopped/],
  [
    'a bad pattern of a transform',
    { scorer: 'equals', value: 'a', transforms: [{ kind: 'trim' }, { kind: 'regex-extract', pattern: '[' }] },
    /^Assertion 1: The pattern \/\[\/g of transform 2/,
  ],
  [
    'a group that a pattern does not have',
    { scorer: 'equals', value: 'a', transforms: [{ kind: 'regex-extract', pattern: '(a)', group: 3 }] },
    /^Assertion 1: .*cannot give group 3/,
  ],
  [
    'a bad path',
    { scorer: 'equals', value: 'a', transforms: [{ kind: 'json-path', path: 'a.b' }] },
    /^Assertion 1: .*must begin with "\$"/,
  ],
  ['a schema that is no JSON', { scorer: 'is-json', value: '{' }, /^Assertion 1: The schema .* is not JSON/],
  ['a misspelt variable', { scorer: 'equals', value: '{{expcted}}' }, /^Assertion 1, case 1: .*"expcted" has no value/],
  ['an expected value that a case lacks', { scorer: 'equals', value: '{{expected}}' }, /^Assertion 1, case 2: /],
  ['a misspelt scorer', { scorer: 'contians', value: 'a' }, /^Assertion 1: there is no scorer "contians"/],
]

test.each(broken)('%s is told before anything is paid', async (_name, assertion, message) => {
  const bench = await openEngineBench({
    cases: [{ variables: { text: 'a' }, expected: 'a' }, { variables: { text: 'b' } }],
    assertions: [Assertion.parse(assertion)],
  })
  await expect(bench.run()).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) })
  expect(bench.asked).toHaveLength(0)
})
