import { expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { CaseContent, EvalCase } from '../../../../shared/domain/eval-set.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { applyTransforms } from '../../../../shared/evaluate/apply-transforms.ts'
import { exporters } from '../../../../shared/export/registry.ts'
import { matchingPaths } from '../../../../shared/import/promptfoo/folder-files.ts'
import { readConfigInSteps } from '../../../../shared/import/promptfoo/read-config.ts'
import { readTransform } from '../../../../shared/import/promptfoo/read-transform.ts'
import { resolveRefs } from '../../../../shared/import/promptfoo/resolve-refs.ts'
import { inputFor, messages } from '../../../support/export-input.ts'
import { must } from '../../../support/must.ts'

function read(files: Readonly<Record<string, string>>, config: string | null = null) {
  const opened: string[] = []
  const folder = {
    paths: Object.keys(files),
    read(path: string) {
      opened.push(path)
      return files[path] ?? ''
    },
  }
  return { ...allSteps(readConfigInSteps(folder, config)), opened }
}

const assertion = (scorer: string, value: string | null, more: object = {}) => ({
  scorer,
  isNegated: false,
  value,
  options: {},
  transforms: [],
  weight: 1,
  ...more,
})

it('reads prompts of every kind, the models and their settings', () => {
  const { prompts, providers, name, notes } = read({
    'promptfooconfig.yaml': `
description: Support
prompts:
  - "Say {{ q }}"
  - file://prompts/*.txt
  - { id: file://chat.json, label: chat }
  - { label: raw one, raw: "Raw {{q}} {{ '{' }}{x}" }
  - file://table.csv
  - prompts/note.md
  - '[{"role": "system", "content": "S"}, {"role": "user", "content": {{ q | dump }} }]'
  - file://generate.py
  - file://../secret.txt
  - "{% if q %}x{% endif %}"
providers:
  - { id: openai:chat:gpt-x, config: { max_tokens: 60, temperature: 0.2, apiKey: k } }
  - anthropic:messages:claude-y
  - file://provider.js
tests: []
`,
    'prompts/a.txt': 'First {{q}}\n---\nSecond {{q}}',
    'prompts/note.md': '# Note {{q}}',
    'chat.json': '[{"role":"system","content":"Be short."},{"role":"user","content":"{{q}}"}]',
    'table.csv': 'prompt,label\n"From a table {{q}}",tabled\n',
    'generate.py': 'print(1)',
  })
  expect(name).toBe('Support')
  expect(prompts.map(({ label, content }) => [label, ...content.messages.map(({ template }) => template)])).toEqual([
    ['Say {{ q }}', 'Say {{q}}'],
    ['a 1', 'First {{q}}'],
    ['a 2', 'Second {{q}}'],
    ['chat', 'Be short.', '{{q}}'],
    ['raw one', 'Raw {{q}} {{x}'],
    ['tabled', 'From a table {{q}}'],
    ['note', '# Note {{q}}'],
    ['Prompt 8', 'S', '{{q}}'],
  ])
  expect(prompts[0]?.content.parameters).toMatchObject({ maxOutputTokens: 60, temperature: 0.2 })
  expect(providers).toEqual([
    { id: 'openai:chat:gpt-x', modelId: 'openai/gpt-x' },
    { id: 'anthropic:messages:claude-y', modelId: 'anthropic/claude-y' },
    { id: 'file://provider.js', modelId: null },
  ])
  expect(notes.map(({ place, message }) => `${place}: ${message}`)).toEqual([
    'prompts[7]: "generate.py" is code, which Pithy does not run.',
    'prompts[8]: "../secret.txt" lies outside the chosen folder, so it is not read.',
    expect.stringMatching(/^prompts\[9\]: line 1: \{% if q/),
    expect.stringMatching(/^providers\[0\]\.config: The setting "apiKey" is not taken/),
    expect.stringMatching(/^providers\[2\]: "file:\/\/provider.js" is no model/),
    expect.stringMatching(/^providers: The models have different settings/),
  ])
})

it('merges defaults, expands lists, follows references within the file and keeps sets, weights and thresholds', () => {
  const { cases, assertions, notes } = read({
    'promptfooconfig.yaml': `
prompts: ["{{q}} {{lang}}"]
assertionTemplates:
  short: { type: javascript, value: output.length < 80, weight: 2, metric: length }
defaultTest:
  vars: { lang: en }
  assert: [{ $ref: '#/assertionTemplates/short' }]
  options: { transform: output.trim() }
tests:
  - vars: { q: [one, two] }
    metadata: { tags: [t], level: 2 }
    assert:
      - { type: contains, value: "{{q}}" }
  - vars: { q: three, lang: de }
    assert:
      - { type: icontains, value: DREI }
      - { type: assert-set, threshold: 0.5, assert: [{ type: equals, value: 3 }, { type: is-json }] }
      - { type: classifier, value: x }
  - vars: { q: four }
    options: { disableDefaultAsserts: true, transform: "output.split(/x/)" }
    assert: [{ type: equals, value: "4" }]
`,
  })
  const trim = { transforms: [{ kind: 'trim' }] }
  const asks = { asks_javascript: 'yes' }
  expect(cases.map(({ variables, expected, tags }) => ({ variables, expected, tags }))).toEqual([
    { variables: { lang: 'en', q: 'one', ...asks }, expected: 'one', tags: ['t', 'level: 2'] },
    { variables: { lang: 'en', q: 'two', ...asks }, expected: 'two', tags: ['t', 'level: 2'] },
    {
      variables: { lang: 'de', q: 'three', ...asks, asks_icontains: 'yes', asks_assert_set: 'yes' },
      expected: null,
      tags: [],
    },
    { variables: { lang: 'en', q: 'four' }, expected: null, tags: [] },
  ])
  const members = [assertion('equals', '3', trim), assertion('is-json', null, trim)]
  expect(assertions).toEqual([
    assertion('javascript', 'output.length < 80', { weight: 2, metric: 'length', ...trim, when: 'asks_javascript' }),
    assertion('contains', '{{expected}}', { ...trim, when: 'expected' }),
    assertion('icontains', 'DREI', { ...trim, when: 'asks_icontains' }),
    assertion('assert-set', null, { options: { assert: members, threshold: 0.5 }, when: 'asks_assert_set' }),
  ])
  expect(notes.map(({ place }) => place)).toContain('tests[1].assert[2]')
})

it('reads tests from tables, lines and documents, and multiplies scenarios', () => {
  const { cases, assertions, notes, prompts, filesRead, opened } = read({
    'evals/promptfooconfig.json': JSON.stringify({
      prompts: ['{{q}}'],
      tests: [
        'file://cases.csv',
        'file://more/*.jsonl',
        'tests.yaml',
        'huggingface://datasets/a/b',
        { vars: { q: 'file://notes/*.txt' } },
        { vars: { q: 'file:///etc/passwd' } },
      ],
      scenarios: [
        {
          config: [{ vars: { lang: 'en' } }, { vars: { lang: 'de' } }],
          tests: [{ vars: { q: 's' }, assert: [{ type: 'equals', value: '{{lang}}' }] }],
        },
      ],
    }),
    'evals/cases.csv': [
      'q,__expected1,__expected2,__prefix,__suffix,__metric,__threshold,__metadata:kind,__config:__expected2:threshold',
      'a,contains: A,levenshtein(9): A,P ,,m,0.5,easy,3',
      'b,B,,,,,,,',
      'c,,,,,,much,,',
    ].join('\n'),
    'evals/more/x.jsonl': '{"vars": {"q": "d"}, "assert": [{"type": "equals", "value": "D"}]}\nno json\n',
    'evals/tests.yaml': '- vars: &a { q: e }\n- vars: { <<: *a, more: 1 }\n',
    'evals/notes/1.txt': 'one',
    'evals/notes/2.txt': 'two',
    'secret.txt': 'no',
  })
  expect(cases.map(({ variables, expected }) => [variables.q, variables.prefix, expected])).toEqual([
    ['a', 'P ', null],
    ['b', '', 'B'],
    ['d', '', 'D'],
    ['e', '', null],
    ['e', '', null],
    ['one', '', null],
    ['two', '', null],
    ['s', '', 'en'],
    ['s', '', 'de'],
  ])
  expect(cases[0]).toMatchObject({ tags: ['kind: easy'] })
  expect(cases[4]?.variables.more).toBe(1)
  expect(prompts[0]?.content.messages[0]?.template).toBe('{{prefix}}{{q}}{{suffix}}')
  const members = [
    assertion('contains', 'A', { metric: 'm' }),
    assertion('levenshtein', 'A', { metric: 'm', options: { threshold: 3 } }),
  ]
  expect(assertions).toEqual([
    assertion('assert-set', null, { options: { assert: members, threshold: 0.5 }, when: 'asks_assert_set' }),
    assertion('equals', '{{expected}}', { when: 'expected' }),
  ])
  expect(notes.map(({ place, message }) => `${place}: ${message}`)).toEqual([
    'evals/cases.csv, row 3: "much" in column "__threshold" is not a number.',
    expect.stringMatching(/^evals\/more\/x\.jsonl, line 2: The file is not valid JSON/),
    expect.stringMatching(/^tests\[3\]: "huggingface:\/\/datasets\/a\/b" is not fetched/),
    'tests[5]: "/etc/passwd" lies outside the chosen folder, so it is not read.',
  ])
  expect(opened).not.toContain('secret.txt')
  expect(filesRead).toContain('evals/notes/2.txt')
})

it.each([
  ['output', []],
  ['String(output).trim()', [{ kind: 'trim' }]],
  ['output.trim().toLowerCase()', [{ kind: 'trim' }, { kind: 'lower-case' }]],
  ['JSON.parse(output).a.b[0]', [{ kind: 'json-path', path: '$.a.b[0]' }]],
  ['output.x', [{ kind: 'json-path', path: '$.x' }]],
  ['output.length', null],
  ['output.map((x) => x)', null],
  ['fetch("http://x")', null],
  ['file://t.js', null],
])('reads the transform %j', (text, expected) => {
  expect(readTransform(text)).toEqual(expected)
})

it('reads what a match and a split pick as patterns that pick the same', async () => {
  const pick = async (text: string, output: string) => applyTransforms(output, [...must(readTransform(text))])
  expect(await pick('output.match(/Answer: (\\w+)/i)[1]', 'The answer: yes')).toBe('yes')
  expect(await pick("output.split('\\n')[0]", 'one\ntwo')).toBe('one')
  expect(await pick("output.split('---').pop().trim()", 'a---b--- c')).toBe('c')
})

it('refuses circles, references out of the file and several configurations, in one sentence', () => {
  const config = (text: string) => () => read({ 'promptfooconfig.yaml': text })
  expect(config("prompts: { $ref: '#/a' }\na: { $ref: '#/prompts' }")).toThrow(/leads to itself/)
  expect(config("prompts: [{ $ref: 'other.yaml#/a' }]")).toThrow(/not one within the file/)
  expect(config('[1]')).toThrow(/no promptfoo configuration/)
  expect(config('a: [')).toThrow(/promptfooconfig.yaml: The file is not valid YAML/)
  expect(() => read({ 'a/promptfooconfig.yaml': '', 'b/promptfooconfig.yaml': '' })).toThrow(/several configurations/)
  expect(() => read({ 'a.txt': '' })).toThrow(/holds no promptfooconfig/)
})

it('refuses what is empty, too large or unfolds without end, and looks for no endless pattern', () => {
  const withPrompt = (text: string) => () =>
    read({ 'promptfooconfig.yaml': 'prompts: [file://p.yaml]\ntests: []\n', 'p.yaml': text })
  expect(withPrompt('# nothing\n')).toThrow('p.yaml is empty')
  expect(withPrompt(`a: ${'x'.repeat(1_000_000)}`)).toThrow('too large to be read as YAML: at most 1 million')
  const refs = Array.from({ length: 9000 }, () => ({ $ref: '#/many' }))
  expect(() => resolveRefs({ many: Array(300).fill(0), refs })).toThrow('unfold to too much')
  const folder = { paths: ['a.txt', 'b/ab.txt'], read: () => '' }
  expect(matchingPaths(folder, '**/a***b.t*t', '')).toEqual(['b/ab.txt'])
  expect(matchingPaths(folder, `${'*'.repeat(1000)}.txt`, '')).toEqual([])
})

it('reads back what the export wrote: hostile texts, values, assertions of all and of some cases', () => {
  const own = [
    Assertion.parse({
      scorer: 'equals',
      value: '{{expected}}',
      transforms: [{ kind: 'trim' }, { kind: 'lower-case' }],
    }),
    Assertion.parse({ scorer: 'contains', value: '{{word}} {% x', when: 'word', weight: 2 }),
    Assertion.parse({
      scorer: 'contains-json',
      transforms: [
        { kind: 'regex-extract', pattern: 'is "(.*)"', flags: 'i', group: 1, pick: 'last', otherwise: 'keep' },
        { kind: 'json-path', path: '$.a[0]' },
      ],
    }),
  ]
  const evalCase = (variables: EvalCase['variables'], expected: string | null) =>
    EvalCase.parse({ id: 'c', position: 1, tags: ['t'], weight: 1, variables, expected })
  const cases = [
    evalCase({ text: 'One {{x}} {% y', user: { name: 'A' }, word: 'w' }, 'E {{z}}'),
    evalCase({ text: 'Two', user: { name: 'B' } }, 'F'),
  ]
  const input = inputFor('openai/gpt-5.4-mini', { cases })
  const evalSet = { ...must(input.evalSet), assertions: own }
  const { body, fileName } = exporters.get('promptfoo').render({ ...input, evalSet })
  const back = read({ [fileName]: String(body) })
  expect(back.notes).toEqual([])
  const spaceless = messages.map(({ role, template }) => ({
    role,
    template: template.replace('{{ user.name }}', '{{user.name}}'),
  }))
  expect(back.prompts.map(({ content }) => content.messages)).toEqual([spaceless])
  expect(back.cases).toEqual(cases.map((one) => CaseContent.parse(one)))
  expect(back.assertions).toEqual([own[0], own[2], own[1]])
})
