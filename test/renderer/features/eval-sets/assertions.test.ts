import { expect, test } from 'vitest'
import { assertionProblem } from '../../../../renderer/features/eval-sets/assertions/assertion-text.ts'
import { optionFields } from '../../../../renderer/features/eval-sets/assertions/option-fields.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { scorers } from '../../../../shared/score/registry.ts'

test('the form of a scorer is drawn from the schema of its options', () => {
  expect(optionFields(scorers.get('regex'))).toEqual([{ name: 'flags', label: 'Flags', kind: 'text' }])
  expect(optionFields(scorers.get('is-json'))).toEqual([{ name: 'schema', label: 'Schema', kind: 'json' }])
  expect(optionFields(scorers.get('equals'))).toEqual([])
  expect(optionFields(scorers.get('bleu'))[0]).toEqual({ name: 'threshold', label: 'Passes from', kind: 'number' })
  expect(optionFields(scorers.get('cost'))).toEqual([
    { name: 'threshold', label: 'USD per answer, at most', kind: 'number' },
  ])
  expect(optionFields(scorers.get('is-sql'))[0]).toMatchObject({ kind: 'choice', label: 'Dialect' })
})

test('says what an assertion lacks: a value, valid options, a pattern that compiles', () => {
  expect(assertionProblem(Assertion.parse({ scorer: 'equals', value: 'x' }))).toBeNull()
  expect(assertionProblem(Assertion.parse({ scorer: 'equals' }))).toBe('A value is needed.')
  expect(assertionProblem(Assertion.parse({ scorer: 'gone', value: 'x' }))).toMatch(/no scorer "gone"/)
  expect(assertionProblem(Assertion.parse({ scorer: 'regex', value: 'x', options: { flags: 'q' } }))).toMatch(
    /Flags may/,
  )
  const broken = { kind: 'regex-extract', pattern: '(' }
  expect(assertionProblem(Assertion.parse({ scorer: 'is-json', transforms: [{ kind: 'trim' }, broken] }))).toMatch(
    /^Transform 2: The pattern is not valid/,
  )
})
