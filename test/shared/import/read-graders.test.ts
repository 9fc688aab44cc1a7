import { expect, it } from 'vitest'
import { readGraders } from '../../../shared/import/read-graders.ts'

const mapping = [
  { column: 'question', use: 'variable' as const, variableName: 'question' },
  { column: 'label', use: 'expected' as const, variableName: '' },
]
const check = (operation: string, more: object = {}) => ({
  type: 'string_check',
  name: operation,
  input: '{{ sample.output_text }}',
  reference: '{{item.label}}',
  operation,
  ...more,
})
const judge = [
  { role: 'system', content: 'Judge {{item.question}}.' },
  { role: 'user', content: { type: 'input_text', text: 'Answer: {{sample.output_text}}' } },
]
const read = (...testing_criteria: readonly object[]) =>
  readGraders(JSON.stringify({ name: 'e', testing_criteria }), mapping)

it('reads every grader of hosted Evals that has an equivalent as an assertion', () => {
  const { assertions, notes } = read(
    check('eq'),
    check('ne'),
    check('like', { reference: 'The {{item.question}}' }),
    check('ilike', { input: '{{sample.output_json.a.b}}' }),
    { ...check('bleu'), type: 'text_similarity', evaluation_metric: 'bleu', pass_threshold: 0.4 },
    { type: 'label_model', name: 'tone', input: judge, labels: ['kind', 'rude'], passing_labels: ['kind'], model: 'm' },
    { type: 'score_model', name: 'worth', input: judge, range: [1, 5], pass_threshold: 4, model: 'm' },
  )
  expect(
    assertions.map(({ scorer, isNegated, value, metric }) => [isNegated ? `not-${scorer}` : scorer, value, metric]),
  ).toEqual([
    ['equals', '{{expected}}', 'eq'],
    ['not-equals', '{{expected}}', 'ne'],
    ['contains', 'The {{question}}', 'like'],
    ['icontains', '{{expected}}', 'ilike'],
    ['bleu', '{{expected}}', 'bleu'],
    [
      'llm-rubric',
      expect.stringMatching(/^Judge \{\{question\}\}\.\n\nAnswer: \(the answer\)\n\nChoose.*one of: kind\.$/s),
      'tone',
    ],
    ['llm-rubric', expect.stringMatching(/from 1 to 5 by this\. It passes from 4 on\.$/), 'worth'],
  ])
  expect(assertions[3]?.transforms).toEqual([{ kind: 'json-path', path: '$.a.b' }])
  expect(assertions.map(({ options }) => options.threshold)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    0.4,
    undefined,
    undefined,
  ])
  expect(notes.map(({ place }) => place)).toEqual(['worth (score_model)'])
})

it('refuses code and what has no equivalent, each with its name, and takes the others', () => {
  const { assertions, notes } = read(
    { type: 'python', name: 'code', source: 'def grade(): pass' },
    { ...check('m'), type: 'text_similarity', evaluation_metric: 'meteor', pass_threshold: 1 },
    check('eq', { input: '{{item.question}}' }),
    check('eq', { reference: '{{env.KEY}}' }),
    { type: 'multi', name: 'all', graders: {} },
    check('like'),
  )
  expect(assertions.map(({ scorer }) => scorer)).toEqual(['contains'])
  expect(notes.map(({ place, message }) => `${place}: ${message}`)).toEqual([
    'code (python): It is Python, which Pithy does not run.',
    'm (text_similarity): The metric "meteor" has no equivalent; bleu, gleu and rouge_1 have.',
    'eq (string_check): It compares something else than the answer, so it is left out.',
    'eq (string_check): "{{env.KEY}}" is neither a member of the item nor the answer.',
    'all (multi): Graders of this type have no equivalent.',
  ])
  expect(() => readGraders('{}', [])).toThrow('holds no graders')
  expect(() => readGraders('[', [])).toThrow('not valid JSON')
})
