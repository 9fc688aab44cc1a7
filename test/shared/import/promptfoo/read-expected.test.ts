import { expect, it } from 'vitest'
import { readExpected } from '../../../../shared/import/promptfoo/read-expected.ts'
import { fromPromptfoo } from '../../../../shared/score/from-promptfoo.ts'

it.each([
  ['Paris', { scorer: 'equals', isNegated: false, value: 'Paris', options: {} }],
  ['note: this is text', { scorer: 'equals', isNegated: false, value: 'note: this is text', options: {} }],
  ['contains-any: a, "b, c"', { scorer: 'contains-any', isNegated: false, value: 'a, "b, c"', options: {} }],
  ['not-levenshtein(2): abc', { scorer: 'levenshtein', isNegated: true, value: 'abc', options: { threshold: 2 } }],
  ['latency(500)', { scorer: 'latency', isNegated: false, value: null, options: { threshold: 500 } }],
  ['is-json', { scorer: 'is-json', isNegated: false, value: null, options: {} }],
  ['fn:output.length > 3', { scorer: 'javascript', isNegated: false, value: 'output.length > 3', options: {} }],
  ['grade: is polite', { scorer: 'llm-rubric', isNegated: false, value: 'is polite', options: {} }],
])('reads %j', (cell, expected) => {
  expect(fromPromptfoo(readExpected(cell))).toMatchObject(expected)
})

it('refuses a threshold that the type cannot take', () => {
  expect(() => fromPromptfoo(readExpected('contains(0.5): x'))).toThrow(/threshold that Pithy cannot take/)
})

it('refuses a type of promptfoo that there is no scorer for, and does not take the cell for the expected text', () => {
  expect(() => fromPromptfoo(readExpected('classifier(0.8): Paris'))).toThrow(/no scorer "classifier"/)
  expect(() => fromPromptfoo(readExpected('file://check.py'))).toThrow(/no scorer "python"/)
})
